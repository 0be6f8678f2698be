// A constructor that throws leaves its half-built object's file to the finalizer.
using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace Constructing;

public sealed class BuildFolder : IDisposable
{
    private const uint LOCKFILE_FAIL_IMMEDIATELY = 0x00000001;
    private const uint LOCKFILE_EXCLUSIVE_LOCK = 0x00000002;

    [DllImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool LockFileEx(SafeFileHandle hFile, uint dwFlags, uint dwReserved, uint nNumberOfBytesToLockLow, uint nNumberOfBytesToLockHigh, ref NativeOverlapped lpOverlapped);

    [DllImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool UnlockFileEx(SafeFileHandle hFile, uint dwReserved, uint nNumberOfBytesToUnlockLow, uint nNumberOfBytesToUnlockHigh, ref NativeOverlapped lpOverlapped);

    private readonly FileStream _marker;

    public BuildFolder(string folder)
    {
        var marker = new FileStream(Path.Combine(folder, "building"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
        var ov = new NativeOverlapped();
        if (!{|LOCK3004:LockFileEx(marker.SafeFileHandle, LOCKFILE_EXCLUSIVE_LOCK | LOCKFILE_FAIL_IMMEDIATELY, 0, uint.MaxValue, uint.MaxValue, ref ov)|})
        {
            throw new InvalidOperationException("The folder is being built.", new Win32Exception(Marshal.GetLastPInvokeError()));
        }

        _marker = marker;
    }

    public void Dispose()
    {
        var ov = new NativeOverlapped();
        UnlockFileEx(_marker.SafeFileHandle, 0, uint.MaxValue, uint.MaxValue, ref ov);
        _marker.Dispose();
    }
}
