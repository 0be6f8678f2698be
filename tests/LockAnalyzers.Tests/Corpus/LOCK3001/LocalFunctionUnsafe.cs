// In the local function the branch for an unchanged value returns before UnlockFileEx.
using System;
using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Threading;

namespace Registry.Flat;

public readonly struct HANDLE
{
    public readonly IntPtr Value;
    public HANDLE(IntPtr value) => Value = value;
}

[Flags]
public enum LOCK_FILE_FLAGS : uint
{
    LOCKFILE_EXCLUSIVE_LOCK = 0x2,
    LOCKFILE_FAIL_IMMEDIATELY = 0x1,
}

public static unsafe class PInvoke
{
    [DllImport("KERNEL32.dll", ExactSpelling = true, SetLastError = true)]
    public static extern int LockFileEx(HANDLE hFile, LOCK_FILE_FLAGS dwFlags, uint dwReserved, uint nNumberOfBytesToLockLow, uint nNumberOfBytesToLockHigh, NativeOverlapped* lpOverlapped);
    [DllImport("KERNEL32.dll", ExactSpelling = true, SetLastError = true)]
    public static extern int UnlockFileEx(HANDLE hFile, uint dwReserved, uint nNumberOfBytesToUnlockLow, uint nNumberOfBytesToUnlockHigh, NativeOverlapped* lpOverlapped);
}

public class FlatRegistry
{
    private int _value;

    public unsafe int Update(HANDLE file, params int[] values)
    {
        int changes = 0;
        foreach (int v in values)
            Store(v);
        return changes;

        void Store(int next)
        {
            NativeOverlapped ov = default;
            if ({|LOCK3001:PInvoke.LockFileEx(file, LOCK_FILE_FLAGS.LOCKFILE_EXCLUSIVE_LOCK, 0, uint.MaxValue, uint.MaxValue, &ov)|} == 0)
                throw new Win32Exception(Marshal.GetLastPInvokeError());
            if (_value == next)
                return;
            _value = next;
            changes++;
            PInvoke.UnlockFileEx(file, 0, uint.MaxValue, uint.MaxValue, &ov);
        }
    }
}
