// One type offers both modes, each named for what it is.
using System;
using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace ValidCode.LOCK1001;

public sealed class InterProcessReaderWriterLock
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

    private readonly SafeFileHandle _file;

    public InterProcessReaderWriterLock(SafeFileHandle file) => _file = file;

    public void EnterReadLock() => Take(LockFlags.None);

    public void EnterWriteLock() => Take(LockFlags.Exclusive);

    public bool TryEnterReadLock() => TryTake(LockFlags.FailImmediately);

    public bool TryEnterWriteLock() => TryTake(LockFlags.Exclusive | LockFlags.FailImmediately);

    public void Exit()
    {
        var ov = default(NativeOverlapped);
        if (!UnlockFileEx(_file, 0, uint.MaxValue, uint.MaxValue, ref ov))
            throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    private void Take(LockFlags flags)
    {
        var ov = default(NativeOverlapped);
        if (!LockFileEx(_file, flags, 0, uint.MaxValue, uint.MaxValue, ref ov))
            throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    private bool TryTake(LockFlags flags)
    {
        var ov = default(NativeOverlapped);
        if (LockFileEx(_file, flags, 0, uint.MaxValue, uint.MaxValue, ref ov))
            return true;

        int error = Marshal.GetLastPInvokeError();
        return error == 33 ? false : throw new Win32Exception(error);
    }
}
