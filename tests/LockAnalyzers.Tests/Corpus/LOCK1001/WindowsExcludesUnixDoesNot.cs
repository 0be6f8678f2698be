// The founding bug the other way round: the Unix half is the shared one.
using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace Jobs.Queue;

internal sealed class QueueFile
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

    private readonly SafeFileHandle _file;

    internal QueueFile(SafeFileHandle file)
    {
        _file = file;
    }

    internal bool TryOwn()
    {
        if (OperatingSystem.IsWindows())
        {
            NativeOverlapped o = new();
            return LockFileEx(_file, LOCKFILE_EXCLUSIVE_LOCK | LOCKFILE_FAIL_IMMEDIATELY, 0, uint.MaxValue, uint.MaxValue, ref o);
        }

        return flock((int)_file.DangerousGetHandle(), {|LOCK1001:LOCK_SH | LOCK_NB|}) == 0;
    }

    internal void Disown()
    {
        if (OperatingSystem.IsWindows())
        {
            NativeOverlapped o = new();
            if (!UnlockFileEx(_file, 0, uint.MaxValue, uint.MaxValue, ref o))
                throw new Win32Exception(Marshal.GetLastWin32Error());
            return;
        }

        if (flock((int)_file.DangerousGetHandle(), LOCK_UN) != 0)
            throw new Win32Exception(Marshal.GetLastWin32Error());
    }
}
