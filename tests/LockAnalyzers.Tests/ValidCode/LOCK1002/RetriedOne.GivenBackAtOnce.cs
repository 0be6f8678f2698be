// A probe: the lock is given back as soon as it is granted, to learn whether anybody excludes it.
using System;
using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace ValidCode.LOCK1002
{
    public static class Patient
    {
        private const uint LOCKFILE_FAIL_IMMEDIATELY = 0x00000001;
        private const uint LOCKFILE_EXCLUSIVE_LOCK = 0x00000002;

        [DllImport("kernel32.dll", SetLastError = true)]
        [return: MarshalAs(UnmanagedType.Bool)]
        private static extern bool LockFileEx(SafeFileHandle hFile, uint dwFlags, uint dwReserved, uint nNumberOfBytesToLockLow, uint nNumberOfBytesToLockHigh, ref NativeOverlapped lpOverlapped);

        [DllImport("kernel32.dll", SetLastError = true)]
        [return: MarshalAs(UnmanagedType.Bool)]
        private static extern bool UnlockFileEx(SafeFileHandle hFile, uint dwReserved, uint nNumberOfBytesToUnlockLow, uint nNumberOfBytesToUnlockHigh, ref NativeOverlapped lpOverlapped);

        public static bool IsFree(SafeFileHandle file, int attempts)
        {
            NativeOverlapped ov = default;
            while (!LockFileEx(file, LOCKFILE_FAIL_IMMEDIATELY, 0, uint.MaxValue, uint.MaxValue, ref ov))
            {
                int error = Marshal.GetLastPInvokeError();
                if (error != 33)
                    throw new Win32Exception(error);
                if (--attempts <= 0)
                    return false;
                Thread.Sleep(10);
                ov = default;
            }

            ov = default;
            UnlockFileEx(file, 0, uint.MaxValue, uint.MaxValue, ref ov);
            return true;
        }
    }
}
