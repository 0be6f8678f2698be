// One byte is locked, the whole content is rewritten.
using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace Many;

public sealed class Many
{
    private const uint LOCKFILE_FAIL_IMMEDIATELY = 0x00000001;
    private const uint LOCKFILE_EXCLUSIVE_LOCK = 0x00000002;

    [DllImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool LockFileEx(SafeFileHandle hFile, uint dwFlags, uint dwReserved, uint nNumberOfBytesToLockLow, uint nNumberOfBytesToLockHigh, ref NativeOverlapped lpOverlapped);

    [DllImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool UnlockFileEx(SafeFileHandle hFile, uint dwReserved, uint nNumberOfBytesToUnlockLow, uint nNumberOfBytesToUnlockHigh, ref NativeOverlapped lpOverlapped);

    public void Save(SafeFileHandle file, byte[] header)
    {
        var whole = new byte[4096];
        header.AsSpan(0, Math.Min(header.Length, whole.Length)).CopyTo(whole);

        NativeOverlapped ov = default;
        if (!LockFileEx(file, LOCKFILE_EXCLUSIVE_LOCK, 0, {|LOCK2004:1, 0|}, ref ov))
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        try
        {
            RandomAccess.Write(file, whole, 0);
        }
        finally
        {
            ov = default;
            UnlockFileEx(file, 0, 1, 0, ref ov);
        }
    }
}
