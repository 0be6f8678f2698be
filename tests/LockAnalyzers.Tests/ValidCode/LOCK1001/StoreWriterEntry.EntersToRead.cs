// EnterReadLock asks flock for LOCK_SH, as its name says.
using System;
using System.IO;
using System.Runtime.InteropServices;

namespace ValidCode.LOCK1001;

internal sealed class StoreLatch
{
    private const int LOCK_SH = 1;
    private const int LOCK_EX = 2;
    private const int LOCK_NB = 4;
    private const int LOCK_UN = 8;

    [DllImport("libc", SetLastError = true)]
    private static extern int flock(int fd, int operation);

    private readonly int _descriptor;

    internal StoreLatch(int descriptor)
    {
        _descriptor = descriptor;
    }

    internal void EnterReadLock()
    {
        while (flock(_descriptor, LOCK_SH) == -1)
        {
            var errno = Marshal.GetLastPInvokeError();
            if (errno == 4)
                continue;
            throw new IOException("Entering the latch failed.", errno);
        }
    }

    internal void ExitReadLock()
    {
        if (flock(_descriptor, LOCK_UN) == -1)
            throw new IOException("Leaving the latch failed.", Marshal.GetLastPInvokeError());
    }
}
