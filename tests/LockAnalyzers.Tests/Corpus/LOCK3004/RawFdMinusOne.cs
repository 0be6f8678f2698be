// A refused flock returns -1 without closing the descriptor just opened.
using System;
using System.Runtime.InteropServices;

namespace Cron.Singletons;

internal static class CronLock
{
    [DllImport("libc", SetLastError = true)] static extern int open([MarshalAs(UnmanagedType.LPStr)] string pathname, int flags, int mode);
    [DllImport("libc", SetLastError = true)] static extern int flock(int fd, int operation);
    [DllImport("libc", SetLastError = true)] static extern int close(int fd);

    public static int OpenLocked(string pathname)
    {
        int fd = open(pathname, 0x80000 | 0x40 | 0x2, 420);
        if (fd == -1) return -1;
        if ({|LOCK3004:flock(fd, 2 | 4)|} == -1) return -1;
        return fd;
    }

    public static void Close(int fd)
    {
        flock(fd, 8);
        close(fd);
    }
}
