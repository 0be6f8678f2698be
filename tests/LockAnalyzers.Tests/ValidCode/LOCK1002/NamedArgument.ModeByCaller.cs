// The caller passes the flags, and so the mode.
using System;
using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace ValidCode.LOCK1002;

public sealed class Inspection
{
    [DllImport("kernel32", SetLastError = true)]
    static extern bool LockFileEx(SafeFileHandle handle, uint flags, uint reserved, uint lengthLow, uint lengthHigh, ref NativeOverlapped overlapped);

    [DllImport("kernel32", SetLastError = true)]
    static extern bool UnlockFileEx(SafeFileHandle handle, uint reserved, uint lengthLow, uint lengthHigh, ref NativeOverlapped overlapped);

    private readonly Action<SafeFileHandle> _inspect;

    public Inspection(Action<SafeFileHandle> inspect) => _inspect = inspect;

    public void Inspect(SafeFileHandle file, uint lockFlags)
    {
        var o = default(NativeOverlapped);
        bool ok = LockFileEx(file, reserved: 0, flags: lockFlags, lengthLow: uint.MaxValue, lengthHigh: uint.MaxValue, overlapped: ref o);
        if (ok is not true)
            throw new Win32Exception(Marshal.GetLastWin32Error());
        try
        {
            _inspect(file);
        }
        finally
        {
            o = default;
            UnlockFileEx(file, 0, uint.MaxValue, uint.MaxValue, ref o);
        }
    }
}
