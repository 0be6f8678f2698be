// Constants of another subject whose names begin alike: a limit and a timeout.
using System;
using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace ValidCode.LOCK1005;

public static class Fours
{
    private const uint LOCKFILE_EXCLUSIVE_LOCK = 0x2;
    private const uint LOCKFILE_FAIL_IMMEDIATELY = 0x1;
    private const int LOCKFILE_EXCLUSIVE_LOCK_TIMEOUT_SECONDS = 30;
    private const int LOCKFILE_FAIL_IMMEDIATELY_AFTER_ATTEMPTS = 5;

    public static int MostAttempts => LOCKFILE_FAIL_IMMEDIATELY_AFTER_ATTEMPTS;

    public static TimeSpan Timeout => TimeSpan.FromSeconds(LOCKFILE_EXCLUSIVE_LOCK_TIMEOUT_SECONDS);

    [DllImport("kernel32", SetLastError = true)]
    static extern bool LockFileEx(SafeFileHandle handle, uint flags, uint reserved, uint lengthLow, uint lengthHigh, ref NativeOverlapped overlapped);

    [DllImport("kernel32", SetLastError = true)]
    static extern bool UnlockFileEx(SafeFileHandle handle, uint reserved, uint lengthLow, uint lengthHigh, ref NativeOverlapped overlapped);

    public static void Run(SafeFileHandle file, Action body)
    {
        var o = new NativeOverlapped();
        if (!LockFileEx(file, LOCKFILE_EXCLUSIVE_LOCK, 0, uint.MaxValue, uint.MaxValue, ref o))
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        try
        {
            body();
        }
        finally
        {
            o = new NativeOverlapped();
            UnlockFileEx(file, 0, uint.MaxValue, uint.MaxValue, ref o);
        }
    }
}
