// The returned Action captures the descriptor and releases it: the caller owns the lock.
using System;
using System.IO;
using System.Runtime.InteropServices;

namespace ValidCode.LOCK3001;

public static class Latch
{
    [DllImport("libc", SetLastError = true)] private static extern int flock(int fd, int operation);

    public static Action? Take(int fd, bool quick)
    {
        int operation = quick ? 2 | 4 : 2;
        if (flock(fd, operation) != 0)
            return null;
        return () => flock(fd, 8);
    }
}
