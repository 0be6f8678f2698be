// An OFD lock ends at once with the last close.
using System;
using System.IO;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ValidCode.LOCK3006;

public static class E
{
    [StructLayout(LayoutKind.Sequential)]
    struct Flock { public short Type, Whence; public long Start, Len; public int Pid; }
    [DllImport("libc", SetLastError = true)]
    static extern int fcntl(SafeFileHandle fd, int cmd, ref Flock l);

    public static void Do(string path, Action body)
    {
        using var fd = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        Flock l = new() { Type = 1 };
        if (fcntl(fd, 38, ref l) < 0)
            throw new IOException("fcntl");
        body();
    }
}
