// The only exit without unlock ends the process.
using System;
using System.IO;
using System.Runtime.InteropServices;

namespace ValidCode.LOCK3001;

public class Wal
{
    [DllImport("libc", SetLastError = true)] private static extern int flock(int fd, int operation);

    private readonly int _fd;
    private long _lsn;

    public Wal(int fd) => _fd = fd;

    public long Advance(long lsn)
    {
        if (flock(_fd, 2) != 0)
            throw new IOException("flock");
        if (lsn < _lsn)
        {
            Environment.FailFast("log sequence went backwards");
        }
        _lsn = lsn;
        flock(_fd, 8);
        return _lsn;
    }
}
