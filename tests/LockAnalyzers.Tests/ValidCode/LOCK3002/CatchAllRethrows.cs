// The bare catch releases and rethrows, the normal path releases after it.
using System;
using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace ValidCode.LOCK3002;

public class Worker
{
    [DllImport("kernel32.dll", SetLastError = true)]
    private static extern bool LockFileEx(SafeFileHandle f, uint flags, uint r, uint lo, uint hi, ref NativeOverlapped ov);
    [DllImport("kernel32.dll", SetLastError = true)]
    private static extern bool UnlockFileEx(SafeFileHandle f, uint r, uint lo, uint hi, ref NativeOverlapped ov);

    public T Do<T>(SafeFileHandle f, Func<T> body)
    {
        NativeOverlapped ov = default;
        if (!LockFileEx(f, 2, 0, uint.MaxValue, uint.MaxValue, ref ov))
            throw new Win32Exception(Marshal.GetLastWin32Error());
        T result;
        try
        {
            result = body();
        }
        catch
        {
            UnlockFileEx(f, 0, uint.MaxValue, uint.MaxValue, ref ov);
            throw;
        }
        UnlockFileEx(f, 0, uint.MaxValue, uint.MaxValue, ref ov);
        return result;
    }
}
