// The Unix branch excludes, the Windows branch does not: flags 0 is a waiting, shared lock.
using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace Packaging.Caching;

internal sealed class PackageCacheGate : IDisposable
{
    private const uint LOCKFILE_FAIL_IMMEDIATELY = 0x00000001;
    private const uint LOCKFILE_EXCLUSIVE_LOCK = 0x00000002;

    [DllImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool LockFileEx(SafeFileHandle hFile, uint dwFlags, uint dwReserved, uint nNumberOfBytesToLockLow, uint nNumberOfBytesToLockHigh, ref NativeOverlapped lpOverlapped);

    [DllImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool UnlockFileEx(SafeFileHandle hFile, uint dwReserved, uint nNumberOfBytesToUnlockLow, uint nNumberOfBytesToUnlockHigh, ref NativeOverlapped lpOverlapped);
    private const int LOCK_SH = 1;
    private const int LOCK_EX = 2;
    private const int LOCK_NB = 4;
    private const int LOCK_UN = 8;

    [DllImport("libc", SetLastError = true)]
    private static extern int flock(int fd, int operation);

    private readonly SafeFileHandle handle;

    public PackageCacheGate(SafeFileHandle handle) => this.handle = handle;

    public void Acquire()
    {
        if (OperatingSystem.IsWindows())
        {
            var overlapped = new NativeOverlapped();
            if (!LockFileEx(handle, {|LOCK1001:0|}, 0, uint.MaxValue, uint.MaxValue, ref overlapped))
                throw new Win32Exception(Marshal.GetLastWin32Error());
        }
        else
        {
            int result;
            int errno = 0;
            do
            {
                result = flock((int)handle.DangerousGetHandle(), LOCK_EX);
                if (result != 0)
                    errno = Marshal.GetLastWin32Error();
            }
            while (result != 0 && errno == 4);

            if (result != 0)
                throw new IOException($"flock failed with errno {errno}.");
        }
    }

    public void Dispose()
    {
        if (OperatingSystem.IsWindows())
        {
            var overlapped = new NativeOverlapped();
            UnlockFileEx(handle, 0, uint.MaxValue, uint.MaxValue, ref overlapped);
        }

        handle.Dispose();
    }
}
