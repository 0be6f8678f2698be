// Closing the last descriptor releases a flock at once.
using System;
using System.IO;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ValidCode.LOCK3006;

public static class B
{
    [DllImport("libc", SetLastError = true)]
    static extern int flock(SafeFileHandle fd, int op);

    public static void Do(string path, Action body)
    {
        using var fd = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        if (flock(fd, 2) != 0)
            throw new IOException("flock");
        body();
    }
}
