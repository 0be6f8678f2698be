// Unlinked while held, and the acquirer compares the path's inode with the descriptor's after locking.
using System;
using System.IO;
using System.Runtime.InteropServices;

namespace ValidCode.LOCK3007;

public sealed unsafe class C : IDisposable
{
    [DllImport("libc", SetLastError = true)] static extern int open([MarshalAs(UnmanagedType.LPUTF8Str)] string p, int f, int m);
    [DllImport("libc", SetLastError = true)] static extern int flock(int fd, int op);
    [DllImport("libc", SetLastError = true)] static extern int close(int fd);
    [DllImport("libc", SetLastError = true)] static extern int unlink([MarshalAs(UnmanagedType.LPUTF8Str)] string p);
    [DllImport("libc", SetLastError = true)] static extern int fstat(int fd, ulong* st);
    [DllImport("libc", SetLastError = true)] static extern int stat([MarshalAs(UnmanagedType.LPUTF8Str)] string p, ulong* st);

    private readonly string _path;
    private readonly int _fd;
    private C(string path, int fd) { _path = path; _fd = fd; }

    public static C? TryTake(string path)
    {
        ulong* a = stackalloc ulong[32];
        ulong* b = stackalloc ulong[32];
        while (true)
        {
            int fd = open(path, 0x80042, 0x1B6);
            if (fd < 0) return null;
            if (flock(fd, 6) != 0)
            {
                close(fd);
                return null;
            }
            if (fstat(fd, a) == 0 && stat(path, b) == 0 && a[0] == b[0] && a[1] == b[1])
                return new C(path, fd);
            close(fd);
        }
    }

    public void Dispose()
    {
        unlink(_path);
        close(_fd);
    }
}
