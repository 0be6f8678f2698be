// The type's name says writer; flags arrive through a readonly field.
using System;
using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace Leases;

public readonly struct WriterLease : IDisposable
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

    private static readonly LockFlags s_flags = LockFlags.FailImmediately;

    private readonly SafeFileHandle _file;

    public WriterLease(SafeFileHandle file)
    {
        var overlapped = new NativeOverlapped();
        if (!LockFileEx(file, {|LOCK1001:s_flags|}, 0, uint.MaxValue, uint.MaxValue, ref overlapped))
            throw new Win32Exception(Marshal.GetLastWin32Error());
        _file = file;
    }

    public void Dispose()
    {
        var overlapped = new NativeOverlapped();
        if (!UnlockFileEx(_file, 0, uint.MaxValue, uint.MaxValue, ref overlapped))
            throw new Win32Exception(Marshal.GetLastWin32Error());
    }
}
