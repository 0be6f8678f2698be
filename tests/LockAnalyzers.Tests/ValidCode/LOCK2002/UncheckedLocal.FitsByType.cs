// A length of type int fits into the low half.
using System;
using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace ValidCode.LOCK2002;

public sealed class UncheckedLocals
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

    public void Pin(SafeFileHandle file, int size)
    {
        uint low;
        unchecked
        {
            low = (uint)size;
        }

        var o = new NativeOverlapped();
        bool granted = LockFileEx(file, LockFlags.Exclusive | LockFlags.FailImmediately, 0, low, 0u, ref o);
        if (!granted)
            throw new Win32Exception(Marshal.GetLastPInvokeError());
    }
}
