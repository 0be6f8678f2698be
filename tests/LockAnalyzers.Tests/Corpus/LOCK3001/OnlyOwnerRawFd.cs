// The method opens the descriptor, locks it, never hands it out and ends without closing it: sole owner leaves it held.
using System;
using System.IO;
using System.Runtime.InteropServices;

namespace Setup.Migrations;

static class Migrator
{
    [DllImport("libc", SetLastError = true)] static extern int open([MarshalAs(UnmanagedType.LPUTF8Str)] string p, int flags, int mode);
    [DllImport("libc", SetLastError = true)] static extern int flock(int fd, int op);
    [DllImport("libc", SetLastError = true)] static extern int close(int fd);

    static int _schema;

    public static void Upgrade(string lockPath)
    {
        int fd = open(lockPath, 0x80000 | 0x40 | 2, 0x180);
        if (fd == -1)
            throw new IOException("open");
        if ({|LOCK3001:flock(fd, 2)|} == -1)
        {
            close(fd);
            throw new IOException("flock");
        }
        if (_schema < 7)
            _schema = 7;
    }
}
