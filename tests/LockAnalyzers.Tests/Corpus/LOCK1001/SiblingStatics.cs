// Same-named methods of sibling types, as in a file-per-platform layout folded into one file.
using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace Backup.Interop
{
    internal static class UnixFileRegion
    {
        private const int LOCK_SH = 1;
        private const int LOCK_EX = 2;
        private const int LOCK_NB = 4;
        private const int LOCK_UN = 8;

        [DllImport("libc", SetLastError = true)]
        private static extern int flock(int fd, int operation);

        internal static void Obtain(SafeFileHandle file)
        {
            bool owned = false;
            file.DangerousAddRef(ref owned);
            try
            {
                while (flock(file.DangerousGetHandle().ToInt32(), LOCK_EX) == -1)
                {
                    int code = Marshal.GetLastWin32Error();
                    if (code != 4) throw new Win32Exception(code);
                }
            }
            finally
            {
                if (owned) file.DangerousRelease();
            }
        }
    }

    internal static class WindowsFileRegion
    {
        private const uint LOCKFILE_FAIL_IMMEDIATELY = 0x00000001;
        private const uint LOCKFILE_EXCLUSIVE_LOCK = 0x00000002;

        [DllImport("kernel32.dll", SetLastError = true)]
        [return: MarshalAs(UnmanagedType.Bool)]
        private static extern bool LockFileEx(SafeFileHandle hFile, uint dwFlags, uint dwReserved, uint nNumberOfBytesToLockLow, uint nNumberOfBytesToLockHigh, ref NativeOverlapped lpOverlapped);

        [DllImport("kernel32.dll", SetLastError = true)]
        [return: MarshalAs(UnmanagedType.Bool)]
        private static extern bool UnlockFileEx(SafeFileHandle hFile, uint dwReserved, uint nNumberOfBytesToUnlockLow, uint nNumberOfBytesToUnlockHigh, ref NativeOverlapped lpOverlapped);

        internal static void Obtain(SafeFileHandle file)
        {
            NativeOverlapped ov = default;
            const uint flags = 0;
            if (LockFileEx(file, {|LOCK1001:flags|}, 0, uint.MaxValue, uint.MaxValue, ref ov) is false)
                throw new Win32Exception(Marshal.GetLastWin32Error());
        }

        internal static void Free(SafeFileHandle file)
        {
            NativeOverlapped ov = default;
            if (UnlockFileEx(file, 0, uint.MaxValue, uint.MaxValue, ref ov) is false)
                throw new Win32Exception(Marshal.GetLastWin32Error());
        }
    }
}
