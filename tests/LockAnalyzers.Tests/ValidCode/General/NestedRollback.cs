// Nested try and catch: the inner one undoes, the outer one releases and throws on.
using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace Transactions;

public sealed class NestedRollback
{
    private const uint LOCKFILE_FAIL_IMMEDIATELY = 0x00000001;
    private const uint LOCKFILE_EXCLUSIVE_LOCK = 0x00000002;

    [DllImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool LockFileEx(SafeFileHandle hFile, uint dwFlags, uint dwReserved, uint nNumberOfBytesToLockLow, uint nNumberOfBytesToLockHigh, ref NativeOverlapped lpOverlapped);

    [DllImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool UnlockFileEx(SafeFileHandle hFile, uint dwReserved, uint nNumberOfBytesToUnlockLow, uint nNumberOfBytesToUnlockHigh, ref NativeOverlapped lpOverlapped);

    private readonly FileStream _table;
    private long _version;

    public NestedRollback(FileStream table) => _table = table;

    public long Commit(byte[] change, byte[] before)
    {
        var ov = new NativeOverlapped();
        if (!LockFileEx(_table.SafeFileHandle, LOCKFILE_EXCLUSIVE_LOCK, 0, uint.MaxValue, uint.MaxValue, ref ov))
            throw new Win32Exception(Marshal.GetLastPInvokeError());

        long version;
        try
        {
            try
            {
                RandomAccess.Write(_table.SafeFileHandle, change, 0);
                version = _version + 1;
            }
            catch (IOException)
            {
                RandomAccess.Write(_table.SafeFileHandle, before, 0);
                throw;
            }
        }
        catch
        {
            ov = new NativeOverlapped();
            UnlockFileEx(_table.SafeFileHandle, 0, uint.MaxValue, uint.MaxValue, ref ov);
            throw;
        }

        ov = new NativeOverlapped();
        bool released = UnlockFileEx(_table.SafeFileHandle, 0, uint.MaxValue, uint.MaxValue, ref ov);
        if (!released)
            throw new Win32Exception(Marshal.GetLastPInvokeError());

        _version = version;
        return version;
    }
}
