// When all attempts are refused the method throws inside the try and the finally unlocks.
using System;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace Sessions.Disk;

public class SessionFile
{
    const uint LOCKFILE_EXCLUSIVE_LOCK = 2, LOCKFILE_FAIL_IMMEDIATELY = 1;

    [DllImport("kernel32.dll", SetLastError = true)]
    static extern unsafe bool LockFileEx(SafeFileHandle h, uint flags, uint reserved, uint low, uint high, NativeOverlapped* ov);
    [DllImport("kernel32.dll", SetLastError = true)]
    static extern unsafe bool UnlockFileEx(SafeFileHandle h, uint reserved, uint low, uint high, NativeOverlapped* ov);

    public unsafe void Touch(SafeFileHandle h, Action touch)
    {
        NativeOverlapped ov = default;
        try
        {
            int attempt = 0;
            while (!{|LOCK3003:LockFileEx(h, LOCKFILE_EXCLUSIVE_LOCK | LOCKFILE_FAIL_IMMEDIATELY, 0, uint.MaxValue, uint.MaxValue, &ov)|})
            {
                if (++attempt == 5)
                    throw new TimeoutException($"error {Marshal.GetLastPInvokeError()}");
                Thread.Sleep(attempt * 20);
            }
            touch();
        }
        finally
        {
            UnlockFileEx(h, 0, uint.MaxValue, uint.MaxValue, &ov);
        }
    }
}
