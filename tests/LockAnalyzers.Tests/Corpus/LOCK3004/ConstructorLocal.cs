// The constructor throws on refusal before the field is set; nobody can close the descriptor any more.
using System;
using System.IO;
using System.Runtime.InteropServices;

namespace Brokers.Topics;

public sealed class TopicOwner : IDisposable
{
    [DllImport("libc", SetLastError = true)] private static extern int open(byte[] path, int flags, int mode);
    [DllImport("libc", SetLastError = true)] private static extern int lockf(int fd, int cmd, long len);
    [DllImport("libc", SetLastError = true)] private static extern int close(int fd);

    private int _fd = -1;

    public TopicOwner(byte[] utf8Path)
    {
        int fd = open(utf8Path, 0x80042, 0x180);
        if (fd < 0)
            throw new IOException("open", Marshal.GetLastPInvokeError());
        if ({|LOCK3004:lockf(fd, 2, 0)|} < 0)
            throw new IOException("topic is owned by another broker", Marshal.GetLastPInvokeError());
        _fd = fd;
    }

    public void Dispose()
    {
        if (_fd < 0) return;
        lockf(_fd, 0, 0);
        close(_fd);
        _fd = -1;
    }
}
