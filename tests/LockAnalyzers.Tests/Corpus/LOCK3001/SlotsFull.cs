// Tells the caller that it failed, and keeps the lock.
using System;
using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace Slots;

public sealed class SlotLatch
{
    private const int MaxSlots = 16;

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

    private readonly SafeFileHandle _file;
    private int _used;

    public SlotLatch(SafeFileHandle file) => _file = file;

    public bool TryEnter()
    {
        NativeOverlapped ov = default;
        if (!{|LOCK3001:LockFileEx(_file, LockFlags.Exclusive | LockFlags.FailImmediately, 0, uint.MaxValue, uint.MaxValue, ref ov)|})
        {
            int error = Marshal.GetLastPInvokeError();
            if (error == 33)
                return false;
            throw new Win32Exception(error);
        }

        if (_used >= MaxSlots)
            return false;

        _used++;
        return true;
    }

    public void Leave()
    {
        _used--;
        NativeOverlapped ov = default;
        if (!UnlockFileEx(_file, 0, uint.MaxValue, uint.MaxValue, ref ov))
            throw new Win32Exception(Marshal.GetLastPInvokeError());
    }
}
