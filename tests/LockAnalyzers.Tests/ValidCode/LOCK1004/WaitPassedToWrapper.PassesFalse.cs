// TryEnter passes wait: false to the helper that locks.
using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace ValidCode.LOCK1004;

public sealed class ControlSlot
{
    private const uint LOCKFILE_FAIL_IMMEDIATELY = 0x00000001;
    private const uint LOCKFILE_EXCLUSIVE_LOCK = 0x00000002;

    [DllImport("kernel32.dll", SetLastError = true)]
    private static extern bool LockFileEx(SafeFileHandle hFile, uint dwFlags, uint dwReserved, uint low, uint high, ref NativeOverlapped lpOverlapped);

    [DllImport("kernel32.dll", SetLastError = true)]
    private static extern bool UnlockFileEx(SafeFileHandle hFile, uint dwReserved, uint low, uint high, ref NativeOverlapped lpOverlapped);

    private readonly SafeFileHandle _file;

    public ControlSlot(SafeFileHandle file) => _file = file;

    public bool TryEnter() => Lock(wait: false);

    public void Leave()
    {
        NativeOverlapped all = default;
        if (!UnlockFileEx(_file, 0, uint.MaxValue, uint.MaxValue, ref all))
            throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    private bool Lock(bool wait)
    {
        NativeOverlapped all = default;
        uint flags = wait ? LOCKFILE_EXCLUSIVE_LOCK : LOCKFILE_EXCLUSIVE_LOCK | LOCKFILE_FAIL_IMMEDIATELY;
        if (LockFileEx(_file, flags, 0, uint.MaxValue, uint.MaxValue, ref all))
            return true;
        int error = Marshal.GetLastPInvokeError();
        return error == 33 ? false : throw new Win32Exception(error);
    }
}
