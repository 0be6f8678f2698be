// Right: EINTR is retried, the descriptor is closed on each failure, Dispose unlocks and closes.
using System;
using System.IO;
using System.Runtime.InteropServices;

namespace ValidCode.General;

public sealed class LockedDescriptor : IDisposable
{
    private const int EINTR = 4;

    [DllImport("libc", SetLastError = true)]
    private static extern int open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint mode);
    [DllImport("libc", SetLastError = true)]
    private static extern int flock(int fd, int operation);
    [DllImport("libc", SetLastError = true)]
    private static extern int close(int fd);

    private int _fd;

    public LockedDescriptor(string path)
    {
        int fd = open(path, 0x80042, 0x1B6);
        if (fd < 0)
            throw new IOException($"open({path}): errno {Marshal.GetLastPInvokeError()}");

        while (flock(fd, 2) != 0)
        {
            int errno = Marshal.GetLastPInvokeError();
            if (errno == EINTR)
                continue;
            close(fd);
            throw new IOException($"flock({path}): errno {errno}");
        }
        _fd = fd;
    }

    public int Descriptor => _fd >= 0 ? _fd : throw new ObjectDisposedException(nameof(LockedDescriptor));

    public void Dispose()
    {
        if (_fd < 0)
            return;
        flock(_fd, 8);
        close(_fd);
        _fd = -1;
    }
}
