// Right: unlinked while held exclusively, and each acquirer checks after locking that the path still names its file.
using System;
using System.IO;
using System.Runtime.InteropServices;

namespace ValidCode.LOCK3007;

public sealed unsafe class SelfCleaningLock : IDisposable
{
    [DllImport("libc", SetLastError = true)] private static extern int open([MarshalAs(UnmanagedType.LPUTF8Str)] string p, int f, int m);
    [DllImport("libc", SetLastError = true)] private static extern int flock(int fd, int op);
    [DllImport("libc", SetLastError = true)] private static extern int close(int fd);
    [DllImport("libc", SetLastError = true)] private static extern int unlink([MarshalAs(UnmanagedType.LPUTF8Str)] string p);
    [DllImport("libc", SetLastError = true)] private static extern int fstat(int fd, byte* buffer);
    [DllImport("libc", SetLastError = true)] private static extern int stat([MarshalAs(UnmanagedType.LPUTF8Str)] string p, byte* buffer);

    private readonly string _path;
    private readonly int _fd;

    private SelfCleaningLock(string path, int fd) => (_path, _fd) = (path, fd);

    public static SelfCleaningLock Take(string path)
    {
        while (true)
        {
            int fd = open(path, 0x80042, 0x1B6);
            if (fd < 0)
                throw new IOException("open");
            if (flock(fd, 2) != 0)
            {
                close(fd);
                throw new IOException("flock");
            }
            if (SameFile(fd, path))
                return new SelfCleaningLock(path, fd);
            close(fd);
        }
    }

    private static bool SameFile(int fd, string path)
    {
        byte* mine = stackalloc byte[256];
        byte* named = stackalloc byte[256];
        return fstat(fd, mine) == 0 && stat(path, named) == 0
            && ((ulong*)mine)[0] == ((ulong*)named)[0] && ((ulong*)mine)[1] == ((ulong*)named)[1];
    }

    public void Dispose()
    {
        unlink(_path);
        flock(_fd, 8);
        close(_fd);
    }
}
