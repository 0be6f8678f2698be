// Built over two statements to fail at once, and the other side fails at once too.
using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace ValidCode.LOCK1003
{
    public sealed class Built
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

        public void Secure(SafeFileHandle file)
        {
            if (RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
            {
                uint flags = LOCKFILE_EXCLUSIVE_LOCK;
                flags |= LOCKFILE_FAIL_IMMEDIATELY;
                var ov = new NativeOverlapped();
                if (!LockFileEx(file, flags, 0, uint.MaxValue, uint.MaxValue, ref ov))
                    throw new Win32Exception(Marshal.GetLastPInvokeError());
            }
            else
            {
                int result;
                do
                {
                    result = flock((int)file.DangerousGetHandle(), LOCK_EX | LOCK_NB);
                }
                while (result < 0 && Marshal.GetLastPInvokeError() == 4);

                if (result < 0)
                    throw new IOException("flock", Marshal.GetLastPInvokeError());
            }
        }
    }
}
