// The wrapper's optional parameters stand for the whole file.
using System;
using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace ValidCode.LOCK2003;

internal static class Defaults
{
    [Flags]
    private enum LockFlags : uint
    {
        None = 0,
        FailImmediately = 1,
        Exclusive = 2,
    }

    [DllImport("kernel32.dll", SetLastError = true)]
    private static extern bool LockFileEx(SafeFileHandle file, LockFlags flags, uint reserved, uint sizeLow, uint sizeHigh, ref NativeOverlapped overlapped);

    [DllImport("kernel32.dll", SetLastError = true)]
    private static extern bool UnlockFileEx(SafeFileHandle file, uint reserved, uint sizeLow, uint sizeHigh, ref NativeOverlapped overlapped);

    private static void Lock(SafeFileHandle file, uint low = uint.MaxValue, uint high = uint.MaxValue)
    {
        NativeOverlapped o = default;
        if (!LockFileEx(file, LockFlags.Exclusive, default, low, high, ref o))
            throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    private static void Unlock(SafeFileHandle file, uint low = uint.MaxValue, uint high = uint.MaxValue)
    {
        NativeOverlapped o = default;
        UnlockFileEx(file, default, low, high, ref o);
    }

    internal static T With<T>(SafeFileHandle file, Func<T> body)
    {
        Lock(file);
        try
        {
            return body();
        }
        finally
        {
            Unlock(file);
        }
    }
}
