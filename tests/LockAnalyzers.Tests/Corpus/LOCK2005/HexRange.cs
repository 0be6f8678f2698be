// Hexadecimal, and no more of the file than that.
using System;
using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace Hex
{
    public static class HexRange
    {
        private const uint LOCKFILE_FAIL_IMMEDIATELY = 0x00000001;
        private const uint LOCKFILE_EXCLUSIVE_LOCK = 0x00000002;

        [DllImport("kernel32.dll", SetLastError = true)]
        [return: MarshalAs(UnmanagedType.Bool)]
        private static extern bool LockFileEx(SafeFileHandle hFile, uint dwFlags, uint dwReserved, uint nNumberOfBytesToLockLow, uint nNumberOfBytesToLockHigh, ref NativeOverlapped lpOverlapped);

        [DllImport("kernel32.dll", SetLastError = true)]
        [return: MarshalAs(UnmanagedType.Bool)]
        private static extern bool UnlockFileEx(SafeFileHandle hFile, uint dwReserved, uint nNumberOfBytesToUnlockLow, uint nNumberOfBytesToUnlockHigh, ref NativeOverlapped lpOverlapped);

        public static void Guard(SafeFileHandle file, Action body)
        {
            const long range = 0x10_0000;
            var ov = new NativeOverlapped();
            if (!LockFileEx(file, LOCKFILE_EXCLUSIVE_LOCK | LOCKFILE_FAIL_IMMEDIATELY, 0, {|LOCK2005:(uint)range, (uint)(range >> 32)|}, ref ov))
                throw new Win32Exception(Marshal.GetLastPInvokeError());
            try
            {
                body();
            }
            finally
            {
                ov = new NativeOverlapped();
                UnlockFileEx(file, 0, (uint)range, (uint)(range >> 32), ref ov);
            }
        }
    }
}
