// Nothing between acquire and release can throw: integer arithmetic and field stores only.
using System;
using System.IO;
using System.Runtime.InteropServices;

namespace ValidCode.LOCK3002;

public sealed class Ticker
{
    [DllImport("libc", SetLastError = true)]
    private static extern int flock(int fd, int op);

    private readonly int _fd;
    private long _ticks;
    private bool _ran;

    public Ticker(int fd) => _fd = fd;

    public long Tick(long by)
    {
        if (flock(_fd, 2) != 0)
            throw new IOException("flock");
        _ticks += by;
        long now = _ticks;
        _ran = true;
        flock(_fd, 8);
        return now;
    }

    public bool Ran => _ran;
}
