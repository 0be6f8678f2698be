// One private method takes both modes; the public ones are named for the mode that they pass.
using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace Store;

internal static class Native
{
    internal const uint LOCKFILE_FAIL_IMMEDIATELY = 1;
    internal const uint LOCKFILE_EXCLUSIVE_LOCK = 2;
    internal const int ERROR_LOCK_VIOLATION = 33;

    [DllImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    internal static extern bool LockFileEx(
        SafeFileHandle hFile,
        uint dwFlags,
        uint dwReserved,
        uint nNumberOfBytesToLockLow,
        uint nNumberOfBytesToLockHigh,
        ref NativeOverlapped lpOverlapped);

    [DllImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    internal static extern bool UnlockFileEx(
        SafeFileHandle hFile,
        uint dwReserved,
        uint nNumberOfBytesToUnlockLow,
        uint nNumberOfBytesToUnlockHigh,
        ref NativeOverlapped lpOverlapped);
}

/// <summary>Readers share, a writer excludes all; the caller says which it is.</summary>
public sealed class StoreLock : IDisposable
{
    private readonly FileStream _file;

    public StoreLock(string path) => _file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);

    public void Read(Action<Stream> action) => Run(exclusive: false, action);

    public void Update(Action<Stream> action) => Run(exclusive: true, action);

    public bool IsBusy()
    {
        var overlapped = default(NativeOverlapped);
        if (Native.LockFileEx(_file.SafeFileHandle, Native.LOCKFILE_FAIL_IMMEDIATELY, 0, uint.MaxValue, uint.MaxValue, ref overlapped))
        {
            Unlock();
            return false;
        }

        var error = Marshal.GetLastWin32Error();
        return error == Native.ERROR_LOCK_VIOLATION ? true : throw new Win32Exception(error);
    }

    public void Dispose() => _file.Dispose();

    private void Run(bool exclusive, Action<Stream> action)
    {
        var overlapped = default(NativeOverlapped);
        var mode = exclusive ? Native.LOCKFILE_EXCLUSIVE_LOCK : 0;
        if (!Native.LockFileEx(_file.SafeFileHandle, mode, 0, uint.MaxValue, uint.MaxValue, ref overlapped))
            throw new Win32Exception(Marshal.GetLastWin32Error());
        try
        {
            action(_file);
            _file.Flush();
        }
        finally
        {
            Unlock();
        }
    }

    private void Unlock()
    {
        var overlapped = default(NativeOverlapped);
        if (!Native.UnlockFileEx(_file.SafeFileHandle, 0, uint.MaxValue, uint.MaxValue, ref overlapped))
            throw new Win32Exception(Marshal.GetLastWin32Error());
    }
}
