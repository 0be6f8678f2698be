// Right: TryOpen closes the stream when refused, Dispose unlocks the same range before closing.
using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace ValidCode.General;

internal sealed class WinFileLock : IDisposable
{
    private const uint LOCKFILE_FAIL_IMMEDIATELY = 0x1;
    private const uint LOCKFILE_EXCLUSIVE_LOCK = 0x2;
    private const int ERROR_LOCK_VIOLATION = 33;

    [DllImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool LockFileEx(SafeFileHandle hFile, uint dwFlags, uint dwReserved, uint lo, uint hi, ref NativeOverlapped ov);

    [DllImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool UnlockFileEx(SafeFileHandle hFile, uint dwReserved, uint lo, uint hi, ref NativeOverlapped ov);

    private readonly SafeFileHandle _handle;
    private bool _disposed;

    private WinFileLock(SafeFileHandle handle) => _handle = handle;

    public static WinFileLock? TryOpen(string path)
    {
        SafeFileHandle handle = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
        var ov = default(NativeOverlapped);
        if (LockFileEx(handle, LOCKFILE_EXCLUSIVE_LOCK | LOCKFILE_FAIL_IMMEDIATELY, 0, uint.MaxValue, uint.MaxValue, ref ov))
            return new WinFileLock(handle);

        int error = Marshal.GetLastPInvokeError();
        handle.Dispose();
        return error == ERROR_LOCK_VIOLATION ? null : throw new Win32Exception(error);
    }

    public void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        var ov = default(NativeOverlapped);
        try
        {
            if (!UnlockFileEx(_handle, 0, uint.MaxValue, uint.MaxValue, ref ov))
                throw new Win32Exception(Marshal.GetLastPInvokeError());
        }
        finally
        {
            _handle.Dispose();
        }
    }
}
