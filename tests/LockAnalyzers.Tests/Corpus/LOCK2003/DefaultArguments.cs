// default is zero too.
using System;
using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace Defaults;

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

    internal static T With<T>(SafeFileHandle file, Func<T> body)
    {
        NativeOverlapped o = default;
        if (!LockFileEx(file, LockFlags.Exclusive, default, {|LOCK2003:default, default|}, ref o))
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        try
        {
            return body();
        }
        finally
        {
            o = default;
            UnlockFileEx(file, default, default, default, ref o);
        }
    }
}
