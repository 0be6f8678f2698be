// The enum has a member for the shared mode, and the call names it.
using System;
using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace ValidCode.LOCK1002;

internal sealed class Stage
{
    [Flags]
    private enum LockFlags : uint
    {
        Shared = 0,
        FailImmediately = 1,
        Exclusive = 2,
    }

    [DllImport("kernel32.dll", SetLastError = true)]
    private static extern bool LockFileEx(SafeFileHandle file, LockFlags flags, uint reserved, uint sizeLow, uint sizeHigh, ref NativeOverlapped overlapped);

    [DllImport("kernel32.dll", SetLastError = true)]
    private static extern bool UnlockFileEx(SafeFileHandle file, uint reserved, uint sizeLow, uint sizeHigh, ref NativeOverlapped overlapped);

    internal T Perform<T>(SafeFileHandle file, Func<T> act)
    {
        var o = new NativeOverlapped();
        if (!LockFileEx(file, LockFlags.Shared | LockFlags.FailImmediately, 0, uint.MaxValue, uint.MaxValue, ref o))
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        try
        {
            return act();
        }
        finally
        {
            o = new NativeOverlapped();
            UnlockFileEx(file, 0, uint.MaxValue, uint.MaxValue, ref o);
        }
    }
}
