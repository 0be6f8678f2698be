// The finally only closes the descriptor's owner, which is right whether or not it was locked.
using System;
using System.IO;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ValidCode.LOCK3003;

public static class C
{
    [DllImport("libc", SetLastError = true)]
    private static extern int flock(SafeFileHandle fd, int op);

    public static void Do(string path, Action body)
    {
        SafeFileHandle? fd = null;
        try
        {
            fd = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            if (flock(fd, 2) != 0)
                throw new IOException("flock");
            body();
        }
        finally
        {
            fd?.Dispose();
        }
    }
}
