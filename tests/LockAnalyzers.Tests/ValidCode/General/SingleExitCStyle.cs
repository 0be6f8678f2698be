// Right: every path after the acquire goes through the label that unlocks.
using System;
using System.Runtime.InteropServices;

namespace ValidCode.General;

public static unsafe class Frame
{
    [DllImport("libc", SetLastError = true)] static extern int lockf(int fd, int cmd, long len);
    [DllImport("libc", SetLastError = true)] static extern nint pread(int fd, void* p, nint n, long off);
    [DllImport("libc", SetLastError = true)] static extern nint pwrite(int fd, void* p, nint n, long off);

    public static int Increment(int fd, long slot)
    {
        int rc;
        long value = 0;
        if (lockf(fd, 1, 0) != 0)
            return -1;

        nint n = pread(fd, &value, 8, slot * 8);
        if (n != 8 && n != 0)
        {
            rc = -2;
            goto unlock;
        }
        value++;
        if (pwrite(fd, &value, 8, slot * 8) != 8)
        {
            rc = -3;
            goto unlock;
        }
        rc = 0;

    unlock:
        if (lockf(fd, 0, 0) != 0 && rc == 0)
            rc = -4;
        return rc;
    }
}
