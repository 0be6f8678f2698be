// default out value and false: failure, but the lock is kept.
using System;
using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace Outs;

public sealed class LeaseTable
{
    private const uint LOCKFILE_FAIL_IMMEDIATELY = 0x00000001;
    private const uint LOCKFILE_EXCLUSIVE_LOCK = 0x00000002;

    [DllImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool LockFileEx(SafeFileHandle hFile, uint dwFlags, uint dwReserved, uint nNumberOfBytesToLockLow, uint nNumberOfBytesToLockHigh, ref NativeOverlapped lpOverlapped);

    [DllImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool UnlockFileEx(SafeFileHandle hFile, uint dwReserved, uint nNumberOfBytesToUnlockLow, uint nNumberOfBytesToUnlockHigh, ref NativeOverlapped lpOverlapped);

    private readonly SafeFileHandle _table;
    private int _next = 1;

    public LeaseTable(SafeFileHandle table) => _table = table;

    public bool TryBegin(bool writable, out int lease)
    {
        lease = 0;
        NativeOverlapped ov = default;
        if ({|LOCK3001:LockFileEx(_table, LOCKFILE_EXCLUSIVE_LOCK | LOCKFILE_FAIL_IMMEDIATELY, 0, uint.MaxValue, uint.MaxValue, ref ov)|})
        {
            if (!writable)
            {
                return false;
            }

            lease = _next++;
            return true;
        }

        int error = Marshal.GetLastPInvokeError();
        return error == 33 ? false : throw new Win32Exception(error);
    }

    public void End()
    {
        NativeOverlapped ov = default;
        if (!UnlockFileEx(_table, 0, uint.MaxValue, uint.MaxValue, ref ov))
            throw new Win32Exception(Marshal.GetLastPInvokeError());
    }
}
