// The conditional's second arm drops the descriptor that was opened for the lock.
using System;
using System.IO;
using System.Runtime.InteropServices;

namespace Mutexes.ByFile;

public sealed record FileMutex(int Fd) : IDisposable
{
    [DllImport("libc", SetLastError = true)] static extern int open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, int mode);
    [DllImport("libc", SetLastError = true)] static extern int flock(int fd, int op);
    [DllImport("libc", SetLastError = true)] static extern int close(int fd);

    public static FileMutex? TryTake(string path)
    {
        int fd = open(path, 0x80042, 0x1B6);
        if (fd < 0)
            throw new IOException("open");
        return {|LOCK3004:flock(fd, 6)|} == 0 ? new FileMutex(fd) : null;
    }

    public void Dispose()
    {
        flock(Fd, 8);
        close(Fd);
    }
}
