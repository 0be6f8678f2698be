// A retry loop around the same unsaid mode.
using System;
using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace Retried
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

        public static void Do(SafeFileHandle file, int attempts, Action body)
        {
            NativeOverlapped ov = default;
            while (!LockFileEx(file, {|LOCK1002:LOCKFILE_FAIL_IMMEDIATELY|}, 0, uint.MaxValue, uint.MaxValue, ref ov))
            {
                int error = Marshal.GetLastPInvokeError();
                if (error != 33 || --attempts <= 0)
                    throw new Win32Exception(error);
                Thread.Sleep(10);
                ov = default;
            }

            try
            {
                body();
            }
            finally
            {
                ov = default;
                UnlockFileEx(file, 0, uint.MaxValue, uint.MaxValue, ref ov);
            }
        }
    }
}
