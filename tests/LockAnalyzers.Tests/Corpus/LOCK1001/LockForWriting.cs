// Own HANDLE and BOOL wrappers, as interop generators emit them.
using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;

namespace Interop.Shapes;

internal readonly record struct HANDLE(nint Value);

internal readonly record struct BOOL(int Value)
{
    public static implicit operator bool(BOOL b) => b.Value != 0;
}

[Flags]
internal enum LOCK_FILE_FLAGS : uint
{
    LOCKFILE_EXCLUSIVE_LOCK = 0x00000002,
    LOCKFILE_FAIL_IMMEDIATELY = 0x00000001,
}

internal static unsafe class PInvoke
{
    [DllImport("KERNEL32.dll", ExactSpelling = true, SetLastError = true)]
    internal static extern BOOL LockFileEx(HANDLE hFile, LOCK_FILE_FLAGS dwFlags, uint dwReserved, uint nNumberOfBytesToLockLow, uint nNumberOfBytesToLockHigh, NativeOverlapped* lpOverlapped);

    [DllImport("KERNEL32.dll", ExactSpelling = true, SetLastError = true)]
    internal static extern BOOL UnlockFileEx(HANDLE hFile, uint dwReserved, uint nNumberOfBytesToUnlockLow, uint nNumberOfBytesToUnlockHigh, NativeOverlapped* lpOverlapped);
}

internal sealed unsafe class TableFile
{
    private readonly HANDLE _table;

    public TableFile(HANDLE table) => _table = table;

    public void LockForWriting()
    {
        NativeOverlapped overlapped;
        overlapped = default;
        if (!PInvoke.LockFileEx(_table, {|LOCK1001:default|}, 0, uint.MaxValue, uint.MaxValue, &overlapped))
            throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    public void UnlockAfterWriting()
    {
        NativeOverlapped overlapped = default;
        if (!PInvoke.UnlockFileEx(_table, 0, uint.MaxValue, uint.MaxValue, &overlapped))
            throw new Win32Exception(Marshal.GetLastPInvokeError());
    }
}
