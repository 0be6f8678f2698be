// Two helpers make the halves, for the lock and for the unlock.
using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace ValidCode.LOCK2002;

public sealed class Repeated
{
    private const uint LOCKFILE_FAIL_IMMEDIATELY = 0x00000001;
    private const uint LOCKFILE_EXCLUSIVE_LOCK = 0x00000002;

    [DllImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool LockFileEx(SafeFileHandle hFile, uint dwFlags, uint dwReserved, uint nNumberOfBytesToLockLow, uint nNumberOfBytesToLockHigh, ref NativeOverlapped lpOverlapped);

    [DllImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool UnlockFileEx(SafeFileHandle hFile, uint dwReserved, uint nNumberOfBytesToUnlockLow, uint nNumberOfBytesToUnlockHigh, ref NativeOverlapped lpOverlapped);

    private static uint Low(long value) => unchecked((uint)value);

    private static uint High(long value) => (uint)(value >> 32);

    public void Do(SafeFileHandle file, Action body)
    {
        long length = RandomAccess.GetLength(file);
        var ov = new NativeOverlapped();
        if (!LockFileEx(file, LOCKFILE_EXCLUSIVE_LOCK, 0, Low(length), High(length), ref ov))
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        try
        {
            body();
        }
        finally
        {
            ov = new NativeOverlapped();
            UnlockFileEx(file, 0, Low(length), High(length), ref ov);
        }
    }
}
