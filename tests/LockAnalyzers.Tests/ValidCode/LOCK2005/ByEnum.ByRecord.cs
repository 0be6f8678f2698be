// The record, and so the range, comes from the caller.
using System;
using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace ValidCode.LOCK2005;

internal static class Enums
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

    internal static void Begin(SafeFileHandle file, int record)
    {
        var o = new NativeOverlapped { OffsetLow = record * 64 };
        if (!LockFileEx(file, LockFlags.Exclusive, 0, 64, 0, ref o))
            throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    internal static void End(SafeFileHandle file, int record)
    {
        var o = new NativeOverlapped { OffsetLow = record * 64 };
        if (!UnlockFileEx(file, 0, 64, 0, ref o))
            throw new Win32Exception(Marshal.GetLastPInvokeError());
    }
}
