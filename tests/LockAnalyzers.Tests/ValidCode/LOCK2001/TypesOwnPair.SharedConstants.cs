// Lock and Unlock of one type, with the same constants.
using System;
using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace ValidCode.LOCK2001;

public sealed class Pair
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

    private const uint All = uint.MaxValue;

    private readonly SafeFileHandle _file;

    public Pair(SafeFileHandle file) => _file = file;

    public void Lock()
    {
        var o = new NativeOverlapped();
        if (!LockFileEx(_file, LockFlags.Exclusive, 0, All, All, ref o))
            throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    public void Unlock()
    {
        var o = new NativeOverlapped();
        if (!UnlockFileEx(_file, 0, All, All, ref o))
            throw new Win32Exception(Marshal.GetLastPInvokeError());
    }
}
