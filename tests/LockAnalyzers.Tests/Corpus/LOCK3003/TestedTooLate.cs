// The answer is kept, and asked for the work but not for the release.
using System;
using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace Late
{
    internal sealed class Late
    {
        private const uint LOCKFILE_FAIL_IMMEDIATELY = 0x00000001;
        private const uint LOCKFILE_EXCLUSIVE_LOCK = 0x00000002;

        [DllImport("kernel32.dll", SetLastError = true)]
        [return: MarshalAs(UnmanagedType.Bool)]
        private static extern bool LockFileEx(SafeFileHandle hFile, uint dwFlags, uint dwReserved, uint nNumberOfBytesToLockLow, uint nNumberOfBytesToLockHigh, ref NativeOverlapped lpOverlapped);

        [DllImport("kernel32.dll", SetLastError = true)]
        [return: MarshalAs(UnmanagedType.Bool)]
        private static extern bool UnlockFileEx(SafeFileHandle hFile, uint dwReserved, uint nNumberOfBytesToUnlockLow, uint nNumberOfBytesToUnlockHigh, ref NativeOverlapped lpOverlapped);

        private readonly SafeFileHandle _handle;

        internal Late(SafeFileHandle handle) => _handle = handle;

        internal bool Attempt(Action work)
        {
            var ov = new NativeOverlapped();
            bool granted = false;
            try
            {
                granted = {|LOCK3003:LockFileEx(_handle, LOCKFILE_EXCLUSIVE_LOCK | LOCKFILE_FAIL_IMMEDIATELY, 0, uint.MaxValue, uint.MaxValue, ref ov)|};
                if (granted)
                    work();
                else if (Marshal.GetLastPInvokeError() != 33)
                    throw new Win32Exception(Marshal.GetLastPInvokeError());
            }
            finally
            {
                ov = new NativeOverlapped();
                UnlockFileEx(_handle, 0, uint.MaxValue, uint.MaxValue, ref ov);
            }

            return granted;
        }
    }
}
