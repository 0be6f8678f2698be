// A constant of LockFileEx reaches flock.
using System;
using System.IO;
using System.Runtime.InteropServices;

namespace Foreigners;

public sealed class Foreigners
{
    private const int LOCKFILE_EXCLUSIVE_LOCK = 2;
    private const int LOCK_UN = 8;

    [DllImport("libc", SetLastError = true)]
    private static extern int flock(int fd, int operation);

    public void Run(int fd, Action body)
    {
        while (flock(fd, {|LOCK1005:LOCKFILE_EXCLUSIVE_LOCK|}) != 0)
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
