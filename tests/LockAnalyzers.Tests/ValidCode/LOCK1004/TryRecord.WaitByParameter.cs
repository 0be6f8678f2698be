// The caller says whether to wait.
using System;
using System.IO;
using System.Runtime.InteropServices;

namespace ValidCode.LOCK1004;

public sealed class TryRecords
{
    private const int F_SETLK = 6;
    private const int F_SETLKW = 7;
    private const short F_RDLCK = 0;
    private const short F_WRLCK = 1;
    private const short F_UNLCK = 2;

    [StructLayout(LayoutKind.Sequential)]
    private struct Flock
    {
        public short l_type;
        public short l_whence;
        public long l_start;
        public long l_len;
        public int l_pid;
    }

    [DllImport("libc", SetLastError = true)]
    private static extern int fcntl(int fd, int cmd, ref Flock arg);

    private readonly int _fd;

    public TryRecords(int fd) => _fd = fd;

    public bool TryTake(long offset, long length, bool wait)
    {
        var range = new Flock { l_type = F_WRLCK, l_start = offset, l_len = length };
        if (fcntl(_fd, wait ? F_SETLKW : F_SETLK, ref range) == 0)
            return true;
        int errno = Marshal.GetLastPInvokeError();
        if (errno is 11 or 13)
            return false;
        throw new IOException("fcntl", errno);
    }

    public void Give(long offset, long length)
    {
        var range = new Flock { l_type = F_UNLCK, l_start = offset, l_len = length };
        if (fcntl(_fd, F_SETLK, ref range) != 0)
            throw new IOException("fcntl", Marshal.GetLastPInvokeError());
    }
}
