// One method locks and unlocks, shared and exclusive, waiting or not, by its arguments: no plain acquire, no plain release.
using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;
using System.Runtime.Versioning;

namespace Ranges;

internal static class OperationByEnum
{
    internal enum Operation { Shared, Exclusive, Unlock }

    private const uint LOCKFILE_FAIL_IMMEDIATELY = 0x00000001;
    private const uint LOCKFILE_EXCLUSIVE_LOCK = 0x00000002;

    [DllImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool LockFileEx(SafeFileHandle hFile, uint dwFlags, uint dwReserved, uint nNumberOfBytesToLockLow, uint nNumberOfBytesToLockHigh, ref NativeOverlapped lpOverlapped);

    [DllImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool UnlockFileEx(SafeFileHandle hFile, uint dwReserved, uint nNumberOfBytesToUnlockLow, uint nNumberOfBytesToUnlockHigh, ref NativeOverlapped lpOverlapped);

    private const int F_OFD_SETLK = 37, F_OFD_SETLKW = 38;

    [StructLayout(LayoutKind.Sequential)]
    private struct FileLockRequest
    {
        public short Type;
        public short Whence;
        public long Start;
        public long Length;
        public int Pid;
    }

    [DllImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static extern int Fcntl(int fd, int command, ref FileLockRequest request);

    internal static bool TryLockRange(this FileStream stream, long position, long length, bool exclusive)
        => Apply(stream.SafeFileHandle, position, length, exclusive ? Operation.Exclusive : Operation.Shared, wait: false);

    internal static void LockRange(this FileStream stream, long position, long length, bool exclusive)
        => Apply(stream.SafeFileHandle, position, length, exclusive ? Operation.Exclusive : Operation.Shared, wait: true);

    internal static void UnlockRange(this FileStream stream, long position, long length)
        => Apply(stream.SafeFileHandle, position, length, Operation.Unlock, wait: false);

    private static bool Apply(SafeFileHandle handle, long position, long length, Operation operation, bool wait)
        => OperatingSystem.IsWindows() ? OnWindows(handle, position, length, operation, wait) : OnLinux(handle, position, length, operation, wait);

    [SupportedOSPlatform("windows")]
    private static bool OnWindows(SafeFileHandle handle, long position, long length, Operation operation, bool wait)
    {
        var at = new NativeOverlapped { OffsetLow = unchecked((int)position), OffsetHigh = (int)(position >> 32) };
        if (operation == Operation.Unlock)
            return UnlockFileEx(handle, 0, unchecked((uint)length), (uint)(length >> 32), ref at);

        uint flags = (operation == Operation.Exclusive ? LOCKFILE_EXCLUSIVE_LOCK : 0u) | (wait ? 0u : LOCKFILE_FAIL_IMMEDIATELY);
        if (LockFileEx(handle, flags, 0, unchecked((uint)length), (uint)(length >> 32), ref at))
            return true;

        int error = Marshal.GetLastPInvokeError();
        if (!wait && error == 33)
            return false;
        throw new IOException($"LockFileEx failed with error {error}.");
    }

    private static bool OnLinux(SafeFileHandle handle, long position, long length, Operation operation, bool wait)
    {
        bool added = false;
        handle.DangerousAddRef(ref added);
        try
        {
            var request = new FileLockRequest
            {
                Type = operation switch { Operation.Shared => 0, Operation.Exclusive => 1, _ => 2 },
                Start = position,
                Length = length,
            };
            while (Fcntl((int)handle.DangerousGetHandle(), wait ? F_OFD_SETLKW : F_OFD_SETLK, ref request) != 0)
            {
                int errno = Marshal.GetLastPInvokeError();
                if (errno == 4)
                    continue;
                if (!wait && errno is 11 or 13)
                    return false;
                throw new IOException($"fcntl failed with errno {errno}.");
            }

            return true;
        }
        finally
        {
            if (added)
                handle.DangerousRelease();
        }
    }
}
