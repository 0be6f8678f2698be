// The finalizer leaves the other object alone.
using System;
using System.Runtime.InteropServices;

namespace ValidCode.LOCK5007.BehindInterface;

internal interface ISystemLock : IDisposable
{
    bool TryTake();
}

internal sealed class FlockLock : ISystemLock
{
    private const int LOCK_EX = 2, LOCK_NB = 4, LOCK_UN = 8;
    private readonly int _fd;

    public FlockLock(int fd) => _fd = fd;

    public bool TryTake() => flock(_fd, LOCK_EX | LOCK_NB) == 0;

    public void Dispose() => flock(_fd, LOCK_UN);

    [DllImport("libc", SetLastError = true)]
    private static extern int flock(int fd, int operation);
}

internal sealed class SystemWide : IDisposable
{
    private readonly ISystemLock _lock;

    public SystemWide(int fd) => _lock = new FlockLock(fd);

    ~SystemWide()
    {
        Dispose(false);
    }

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    private void Dispose(bool disposing)
    {
        if (disposing)
            _lock.Dispose();
    }
}
