// Right: each section of the switch releases before it returns, and nothing between can throw.
using System;
using System.IO;
using System.Runtime.InteropServices;

namespace ValidCode.General;

public class Gate
{
    [DllImport("libc", SetLastError = true)]
    private static extern int flock(int fd, int op);

    private readonly int _fd;
    private int _open, _closed;

    public Gate(int fd) => _fd = fd;

    public int Turn(bool? open)
    {
        if (flock(_fd, 2) != 0)
            throw new IOException("flock");
        switch (open)
        {
            case true:
                _open++;
                flock(_fd, 8);
                return _open;
            case false:
                _closed++;
                flock(_fd, 8);
                return _closed;
            default:
                flock(_fd, 8);
                return 0;
        }
    }
}
