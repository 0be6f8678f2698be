// LOCK_NB is 4.
using System;
using System.IO;
using System.Runtime.InteropServices;

namespace NonBlockings;

public sealed class NonBlockings
{
    private const int LOCK_SH = 1;
    private const int LOCK_EX = 2;
    private const int LOCK_NB = {|LOCK1005:2|};
    private const int LOCK_UN = 8;

    [DllImport("libc", SetLastError = true)]
    private static extern int flock(int fd, int operation);

    private readonly int _fd;

    public NonBlockings(int fd) => _fd = fd;

    public void Enter()
    {
        while (flock(_fd, LOCK_EX) != 0)
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
