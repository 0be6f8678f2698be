// Right: a null handle means no lock, both at the acquire and in the finally.
using System;
using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace ValidCode.General;

public static class Optional
{
    [DllImport("kernel32.dll", SetLastError = true)]
    private static extern bool LockFileEx(SafeFileHandle h, uint f, uint r, uint l, uint u, ref NativeOverlapped o);
    [DllImport("kernel32.dll", SetLastError = true)]
    private static extern bool UnlockFileEx(SafeFileHandle h, uint r, uint l, uint u, ref NativeOverlapped o);

    public static void Run(SafeFileHandle? guard, Action body)
    {
        NativeOverlapped o = default;
        if (guard != null && !LockFileEx(guard, 2, 0, uint.MaxValue, uint.MaxValue, ref o))
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        try
        {
            body();
        }
        finally
        {
            if (guard != null)
                UnlockFileEx(guard, 0, uint.MaxValue, uint.MaxValue, ref o);
        }
    }
}
