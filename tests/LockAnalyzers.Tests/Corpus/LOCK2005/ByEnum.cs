// Flags by enum, range by constants.
using System;
using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace Enums;

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

    internal static void Begin(SafeFileHandle file)
    {
        var o = new NativeOverlapped();
        if (!LockFileEx(file, LockFlags.Exclusive, 0, {|LOCK2005:64, 0|}, ref o))
            throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    internal static void End(SafeFileHandle file)
    {
        var o = new NativeOverlapped();
        if (!UnlockFileEx(file, 0, 64, 0, ref o))
            throw new Win32Exception(Marshal.GetLastPInvokeError());
    }
}
