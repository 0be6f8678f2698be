// The lock is meant for the life of the process: the descriptor is kept in a static field.
using System;
using System.Runtime.InteropServices;

namespace ValidCode.LOCK3001;

public static class OnlyOne
{
    [DllImport("libc", SetLastError = true)] private static extern int open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, int mode);
    [DllImport("libc", SetLastError = true)] private static extern int flock(int fd, int operation);
    [DllImport("libc", SetLastError = true)] private static extern int close(int fd);

    private static int s_fd = -1;

    public static bool Claim(string path)
    {
        int fd = open(path, 0x80042, 0x1A4);
        if (fd < 0)
            return false;
        if (flock(fd, 6) != 0)
        {
            close(fd);
            return false;
        }
        s_fd = fd;
        return true;
    }
}
