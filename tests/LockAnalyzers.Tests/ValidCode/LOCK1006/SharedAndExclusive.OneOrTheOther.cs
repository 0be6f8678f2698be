// One of the two, as the caller says.
using System;
using System.IO;
using System.Runtime.InteropServices;

namespace ValidCode.LOCK1006;

public sealed class Both
{
    private const int LOCK_SH = 1;
    private const int LOCK_EX = 2;
    private const int LOCK_NB = 4;
    private const int LOCK_UN = 8;

    [DllImport("libc", SetLastError = true)]
    private static extern int flock(int fd, int operation);

    private readonly int _fd;

    public Both(int fd) => _fd = fd;

    public void Enter(bool alone)
    {
        while (flock(_fd, alone ? LOCK_EX : LOCK_SH) != 0)
        {
            int errno = Marshal.GetLastPInvokeError();
            if (errno != 4)
                throw new IOException("flock", errno);
        }
    }

    public void Leave()
    {
        if (flock(_fd, LOCK_UN) != 0)
            throw new IOException("flock", Marshal.GetLastPInvokeError());
    }
}
