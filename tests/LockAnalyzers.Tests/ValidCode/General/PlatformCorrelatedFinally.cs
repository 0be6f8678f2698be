// Right: acquire and finally choose the platform's call by the same check.
using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace ValidCode.General;

public static class Guarded
{
    [DllImport("kernel32.dll", SetLastError = true)]
    private static extern bool LockFileEx(SafeFileHandle h, uint f, uint r, uint l, uint u, ref NativeOverlapped o);
    [DllImport("kernel32.dll", SetLastError = true)]
    private static extern bool UnlockFileEx(SafeFileHandle h, uint r, uint l, uint u, ref NativeOverlapped o);
    [DllImport("libc", SetLastError = true)]
    private static extern int flock(SafeFileHandle fd, int op);

    public static T Run<T>(SafeFileHandle file, Func<T> body)
    {
        NativeOverlapped o = default;
        if (RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
        {
            if (!LockFileEx(file, 2, 0, uint.MaxValue, uint.MaxValue, ref o))
                throw new IOException($"LockFileEx {Marshal.GetLastPInvokeError()}");
        }
        else if (flock(file, 2) != 0)
        {
            throw new IOException($"flock {Marshal.GetLastPInvokeError()}");
        }

        try
        {
            return body();
        }
        finally
        {
            if (RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
                UnlockFileEx(file, 0, uint.MaxValue, uint.MaxValue, ref o);
            else
                flock(file, 8);
        }
    }
}
