// Results that go to helpers: one that never returns, one that returns only for true, one that checks and throws.
using System;
using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.IO;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace Helpers;

internal static class Errors
{
    [DoesNotReturn]
    internal static void ThrowLastError([CallerMemberName] string? operation = null)
    {
        int error = Marshal.GetLastPInvokeError();
        throw new IOException($"{operation} failed.", new Win32Exception(error));
    }

    internal static void Require([DoesNotReturnIf(false)] bool granted)
    {
        if (!granted)
            ThrowLastError();
    }

    internal static void Check(bool result)
    {
        if (!result)
            throw new Win32Exception(Marshal.GetLastPInvokeError());
    }
}

internal sealed class CheckedLocks
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

    internal CheckedLocks(SafeFileHandle file) => _file = file;

    internal void Never(Action body)
    {
        NativeOverlapped ov = default;
        if (!LockFileEx(_file, LOCKFILE_EXCLUSIVE_LOCK, 0, uint.MaxValue, uint.MaxValue, ref ov))
            Errors.ThrowLastError();
        try
        {
            body();
        }
        finally
        {
            ov = default;
            UnlockFileEx(_file, 0, uint.MaxValue, uint.MaxValue, ref ov);
        }
    }

    internal void OnlyIf(Action body)
    {
        NativeOverlapped ov = default;
        Errors.Require(LockFileEx(_file, LOCKFILE_EXCLUSIVE_LOCK, 0, uint.MaxValue, uint.MaxValue, ref ov));
        try
        {
            body();
        }
        finally
        {
            ov = default;
            UnlockFileEx(_file, 0, uint.MaxValue, uint.MaxValue, ref ov);
        }
    }

    internal T Checked<T>(Func<T> body)
    {
        NativeOverlapped ov = default;
        Errors.Check(LockFileEx(_file, LOCKFILE_EXCLUSIVE_LOCK, 0, uint.MaxValue, uint.MaxValue, ref ov));
        try
        {
            return body();
        }
        finally
        {
            ov = default;
            Errors.Check(UnlockFileEx(_file, 0, uint.MaxValue, uint.MaxValue, ref ov));
        }
    }
}
