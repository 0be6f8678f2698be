// A constant called Exclusive belongs to no system's API.
using System;
using System.IO;
using System.Runtime.InteropServices;

namespace ValidCode.LOCK1005;

public sealed class Foreigners
{
    private const int Exclusive = 2;
    private const int LOCK_UN = 8;

    [DllImport("libc", SetLastError = true)]
    private static extern int flock(int fd, int operation);

    public void Run(int fd, Action body)
    {
        while (flock(fd, Exclusive) != 0)
        {
            int errno = Marshal.GetLastPInvokeError();
            if (errno != 4)
                throw new IOException("flock", errno);
        }

        try
        {
            body();
        }
        finally
        {
            flock(fd, LOCK_UN);
        }
    }
}
