// The reserved argument is a constant that is 0.
using System;
using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace ValidCode.LOCK1006;

public sealed class Reserved
{
    private const uint MustBeZero = 0;

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

    public void Run(SafeFileHandle file, Action body)
    {
        var o = new NativeOverlapped();
        if (!LockFileEx(file, LockFlags.Exclusive, MustBeZero, uint.MaxValue, uint.MaxValue, ref o))
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        try
        {
            body();
        }
        finally
        {
            o = new NativeOverlapped();
            UnlockFileEx(file, 0, uint.MaxValue, uint.MaxValue, ref o);
        }
    }
}
