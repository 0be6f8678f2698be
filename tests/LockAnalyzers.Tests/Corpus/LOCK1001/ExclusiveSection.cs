// The method promises exclusivity; its flag only refuses to wait.
using System;
using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace Sections;

public sealed class Section
{
    private const uint LOCKFILE_FAIL_IMMEDIATELY = 0x00000001;
    private const uint LOCKFILE_EXCLUSIVE_LOCK = 0x00000002;

    [DllImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool LockFileEx(SafeFileHandle hFile, uint dwFlags, uint dwReserved, uint nNumberOfBytesToLockLow, uint nNumberOfBytesToLockHigh, ref NativeOverlapped lpOverlapped);

    [DllImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool UnlockFileEx(SafeFileHandle hFile, uint dwReserved, uint nNumberOfBytesToUnlockLow, uint nNumberOfBytesToUnlockHigh, ref NativeOverlapped lpOverlapped);

    private readonly SafeFileHandle _file;

    public Section(SafeFileHandle file) => _file = file;

    public bool TryAcquireExclusive()
    {
        var ov = new NativeOverlapped();
        if (LockFileEx(_file, {|LOCK1001:LOCKFILE_FAIL_IMMEDIATELY|}, 0, uint.MaxValue, uint.MaxValue, ref ov))
            return true;
        int error = Marshal.GetLastWin32Error();
        if (error == 33)
            return false;
        throw new Win32Exception(error);
    }

    public void ReleaseExclusive()
    {
        var ov = new NativeOverlapped();
        if (!UnlockFileEx(_file, 0, uint.MaxValue, uint.MaxValue, ref ov))
            throw new Win32Exception(Marshal.GetLastWin32Error());
    }
}
