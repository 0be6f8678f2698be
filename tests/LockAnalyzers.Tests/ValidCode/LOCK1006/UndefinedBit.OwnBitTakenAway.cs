// A bit of the program's own is taken away before the call.
using System;
using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace ValidCode.LOCK1006
{
    static class Bits
    {
        private const uint LOCKFILE_FAIL_IMMEDIATELY = 0x00000001;
        private const uint LOCKFILE_EXCLUSIVE_LOCK = 0x00000002;
        private const uint RetryOnRefusal = 0x00000004;

        [DllImport("kernel32.dll", SetLastError = true)]
        [return: MarshalAs(UnmanagedType.Bool)]
        private static extern bool LockFileEx(SafeFileHandle hFile, uint dwFlags, uint dwReserved, uint nNumberOfBytesToLockLow, uint nNumberOfBytesToLockHigh, ref NativeOverlapped lpOverlapped);

        [DllImport("kernel32.dll", SetLastError = true)]
        [return: MarshalAs(UnmanagedType.Bool)]
        private static extern bool UnlockFileEx(SafeFileHandle hFile, uint dwReserved, uint nNumberOfBytesToUnlockLow, uint nNumberOfBytesToUnlockHigh, ref NativeOverlapped lpOverlapped);

        public static void Run(SafeFileHandle file, Action body)
        {
            uint flags = LOCKFILE_EXCLUSIVE_LOCK | RetryOnRefusal;
            NativeOverlapped ov = default;
            if (!LockFileEx(file, flags & ~RetryOnRefusal, 0, uint.MaxValue, uint.MaxValue, ref ov))
                throw new Win32Exception(Marshal.GetLastPInvokeError());
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
