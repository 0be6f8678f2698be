// The writer passes true for the mode, only the reader false.
using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace ValidCode.LOCK1001;

internal static class HandleLocks
{
    private const uint LOCKFILE_FAIL_IMMEDIATELY = 0x00000001;
    private const uint LOCKFILE_EXCLUSIVE_LOCK = 0x00000002;

    [DllImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool LockFileEx(SafeFileHandle hFile, uint dwFlags, uint dwReserved, uint nNumberOfBytesToLockLow, uint nNumberOfBytesToLockHigh, ref NativeOverlapped lpOverlapped);

    [DllImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool UnlockFileEx(SafeFileHandle hFile, uint dwReserved, uint nNumberOfBytesToUnlockLow, uint nNumberOfBytesToUnlockHigh, ref NativeOverlapped lpOverlapped);

    internal static void Lock(SafeFileHandle handle, bool exclusive)
    {
        var ov = new NativeOverlapped();
        if (!LockFileEx(handle, exclusive ? LOCKFILE_EXCLUSIVE_LOCK : 0, 0, uint.MaxValue, uint.MaxValue, ref ov))
            throw new Win32Exception(Marshal.GetLastWin32Error());
    }

    internal static void Unlock(SafeFileHandle handle)
    {
        var ov = new NativeOverlapped();
        if (!UnlockFileEx(handle, 0, uint.MaxValue, uint.MaxValue, ref ov))
            throw new Win32Exception(Marshal.GetLastWin32Error());
    }
}

public sealed class Turnstile
{
    private readonly SafeFileHandle _log;

    public Turnstile(SafeFileHandle log) => _log = log;

    public void Pass(byte[] ticket, long at)
    {
        HandleLocks.Lock(_log, exclusive: true);
        try
        {
            RandomAccess.Write(_log, ticket, at);
        }
        finally
        {
            HandleLocks.Unlock(_log);
        }
    }

    public int Look(byte[] buffer, long at)
    {
        HandleLocks.Lock(_log, exclusive: false);
        try
        {
            return RandomAccess.Read(_log, buffer, at);
        }
        finally
        {
            HandleLocks.Unlock(_log);
        }
    }
}
