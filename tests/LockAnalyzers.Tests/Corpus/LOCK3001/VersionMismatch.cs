// Exceptions are covered; the quick return is not.
using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace Versions;

public sealed class VersionedFile
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
    private readonly Func<SafeFileHandle, int> _peek;

    public VersionedFile(SafeFileHandle file, Func<SafeFileHandle, int> peek)
    {
        _file = file;
        _peek = peek;
    }

    public bool Replace(int expected, byte[] content)
    {
        var ov = new NativeOverlapped();
        if (!{|LOCK3001:LockFileEx(_file, LOCKFILE_EXCLUSIVE_LOCK, 0, uint.MaxValue, uint.MaxValue, ref ov)|})
            throw new Win32Exception(Marshal.GetLastPInvokeError());

        bool replaced;
        try
        {
            replaced = _peek(_file) == expected;
            if (replaced)
                RandomAccess.Write(_file, content, 0);
        }
        catch
        {
            ov = new NativeOverlapped();
            UnlockFileEx(_file, 0, uint.MaxValue, uint.MaxValue, ref ov);
            throw;
        }

        if (!replaced)
            return false;

        ov = new NativeOverlapped();
        UnlockFileEx(_file, 0, uint.MaxValue, uint.MaxValue, ref ov);
        return true;
    }
}
