// The exclusive bit stands beside the one for not waiting.
using System;
using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace ValidCode.LOCK1002;

public sealed class Visit
{
    private const int FailImmediately = 1;
    private const int ExclusiveLock = 2;

    [DllImport("Kernel32.dll", SetLastError = true)]
    private static extern bool LockFileEx(IntPtr hFile, int flags, int reserved, int countLow, int countHigh, ref NativeOverlapped overlapped);

    [DllImport("Kernel32.dll", SetLastError = true)]
    private static extern bool UnlockFileEx(IntPtr hFile, int reserved, int countLow, int countHigh, ref NativeOverlapped overlapped);

    public void Make(IntPtr file, Action visit)
    {
        NativeOverlapped o = default;
        if (!LockFileEx(file, ExclusiveLock | FailImmediately, 0, -1, -1, ref o))
            throw new Win32Exception(Marshal.GetLastWin32Error());
        try
        {
            visit();
        }
        finally
        {
            o = default;
            UnlockFileEx(file, 0, -1, -1, ref o);
        }
    }
}
