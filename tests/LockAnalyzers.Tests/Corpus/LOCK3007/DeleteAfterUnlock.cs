// A waiter locks the old file, a newcomer creates a new one: both hold the lock.
using System;
using System.IO;
using System.Runtime.InteropServices;

namespace Deleting;

public sealed class DeployLock : IDisposable
{
    private const int LOCK_SH = 1;
    private const int LOCK_EX = 2;
    private const int LOCK_NB = 4;
    private const int LOCK_UN = 8;

    [DllImport("libc", SetLastError = true)]
    private static extern int flock(int fd, int operation);
    [DllImport("libc", SetLastError = true)]
    private static extern int open([MarshalAs(UnmanagedType.LPUTF8Str)] string pathname, int flags, uint mode);

    [DllImport("libc", SetLastError = true)]
    private static extern int close(int fd);

    private readonly string _path;
    private readonly int _fd;

    public DeployLock(string path)
    {
        int fd = open(path, 0x2 | 0x40 | 0x80000, 0x1B6);
        if (fd < 0)
            throw new IOException("open", Marshal.GetLastPInvokeError());
        while (flock(fd, LOCK_EX) != 0)
        {
            int errno = Marshal.GetLastPInvokeError();
            if (errno == 4)
                continue;
            close(fd);
            throw new IOException("flock", errno);
        }

        _path = path;
        _fd = fd;
    }

    public void Dispose()
    {
        flock(_fd, LOCK_UN);
        close(_fd);
        {|LOCK3007:File.Delete(_path)|};
    }
}
