// The switch decides about the mode: the arm for changes excludes, and which arm runs is the caller's affair.
using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace ValidCode.LOCK1001;

public enum Purpose { Look, Claim }

public sealed class BitmapAllocator
{
    private const uint LOCKFILE_FAIL_IMMEDIATELY = 0x00000001;
    private const uint LOCKFILE_EXCLUSIVE_LOCK = 0x00000002;

    [DllImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool LockFileEx(SafeFileHandle hFile, uint dwFlags, uint dwReserved, uint nNumberOfBytesToLockLow, uint nNumberOfBytesToLockHigh, ref NativeOverlapped lpOverlapped);

    [DllImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool UnlockFileEx(SafeFileHandle hFile, uint dwReserved, uint nNumberOfBytesToUnlockLow, uint nNumberOfBytesToUnlockHigh, ref NativeOverlapped lpOverlapped);

    private readonly FileStream _bitmap;

    public BitmapAllocator(FileStream bitmap)
    {
        ArgumentNullException.ThrowIfNull(bitmap);
        _bitmap = bitmap;
    }

    public bool Claim(int bit, Purpose purpose)
    {
        NativeOverlapped at = default;
        if (!LockFileEx(
                _bitmap.SafeFileHandle,
                purpose switch
                {
                    Purpose.Claim => LOCKFILE_EXCLUSIVE_LOCK | LOCKFILE_FAIL_IMMEDIATELY,
                    _ => LOCKFILE_FAIL_IMMEDIATELY,
                },
                0,
                uint.MaxValue,
                uint.MaxValue,
                ref at))
        {
            int error = Marshal.GetLastWin32Error();
            if (error == 33)
                return false;
            throw new Win32Exception(error);
        }

        try
        {
            _bitmap.Position = bit >> 3;
            int b = _bitmap.ReadByte();
            if (b < 0 || (b & (1 << (bit & 7))) != 0)
                return false;
            if (purpose == Purpose.Look)
                return true;
            _bitmap.Position = bit >> 3;
            _bitmap.WriteByte((byte)(b | (1 << (bit & 7))));
            _bitmap.Flush();
            return true;
        }
        finally
        {
            at = default;
            UnlockFileEx(_bitmap.SafeFileHandle, 0, uint.MaxValue, uint.MaxValue, ref at);
        }
    }
}
