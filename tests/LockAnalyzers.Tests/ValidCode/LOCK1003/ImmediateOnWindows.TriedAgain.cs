// The Windows call fails at once, and is tried again until it succeeds: both sides wait.
using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace ValidCode.LOCK1003;

public sealed class Turn
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

    public Turn(SafeFileHandle file) => _file = file;

    public void Begin()
    {
        if (OperatingSystem.IsWindows())
        {
            NativeOverlapped ov = default;
            while (!LockFileEx(_file, LOCKFILE_EXCLUSIVE_LOCK | LOCKFILE_FAIL_IMMEDIATELY, 0, uint.MaxValue, uint.MaxValue, ref ov))
            {
                int error = Marshal.GetLastPInvokeError();
                if (error != 33)
                    throw new Win32Exception(error);
                Thread.Sleep(10);
            }

            return;
        }

        while (flock((int)_file.DangerousGetHandle(), LOCK_EX) != 0)
        {
            int errno = Marshal.GetLastPInvokeError();
            if (errno != 4)
                throw new IOException("flock", errno);
        }
    }
}
