// F_TLOCK fails at once, as FAIL_IMMEDIATELY does.
using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace ValidCode.LOCK1003;

public abstract class Seat
{
    public abstract void Sit(IntPtr file);
}

public sealed class UnixSeat : Seat
{
    private const int F_TLOCK = 2;

    [DllImport("libc", SetLastError = true)]
    private static extern int lockf(int fd, int cmd, long len);

    public override void Sit(IntPtr file)
    {
        while (lockf((int)file, F_TLOCK, 0) != 0)
        {
            int errno = Marshal.GetLastPInvokeError();
            if (errno != 4)
                throw new IOException("lockf", errno);
        }
    }
}

public sealed class WindowsSeat : Seat
{
    private const int FailImmediately = 1;
    private const int ExclusiveLock = 2;

    [DllImport("Kernel32.dll", SetLastError = true)]
    private static extern bool LockFileEx(IntPtr hFile, int flags, int reserved, int countLow, int countHigh, ref NativeOverlapped overlapped);

    [DllImport("Kernel32.dll", SetLastError = true)]
    private static extern bool UnlockFileEx(IntPtr hFile, int reserved, int countLow, int countHigh, ref NativeOverlapped overlapped);

    public override void Sit(IntPtr file)
    {
        var o = new NativeOverlapped();
        if (!LockFileEx(file, FailImmediately | ExclusiveLock, 0, -1, -1, ref o))
            throw new Win32Exception(Marshal.GetLastPInvokeError());
    }
}
