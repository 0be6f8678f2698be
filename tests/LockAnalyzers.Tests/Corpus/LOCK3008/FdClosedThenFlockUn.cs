// LOCK_UN goes to a descriptor number that was closed before and may already be another file.
using System;
using System.IO;
using System.Runtime.InteropServices;

namespace Sockets.Registry;

public static class SocketRegistry
{
    const int LOCK_EX = 2, LOCK_UN = 8;
    [DllImport("libc", SetLastError = true)] static extern int open([MarshalAs(UnmanagedType.LPUTF8Str)] string p, int f, int m);
    [DllImport("libc", SetLastError = true)] static extern int flock(int fd, int op);
    [DllImport("libc", SetLastError = true)] static extern int close(int fd);

    public static void Register(string path, Action<int> append)
    {
        int fd = open(path, 0x80442, 0x1A4);
        if (fd < 0)
            throw new IOException("open");
        if (flock(fd, LOCK_EX) != 0)
        {
            close(fd);
            throw new IOException("flock");
        }
        try
        {
            append(fd);
        }
        finally
        {
            close(fd);
            {|LOCK3008:flock(fd, LOCK_UN)|};
        }
    }
}
