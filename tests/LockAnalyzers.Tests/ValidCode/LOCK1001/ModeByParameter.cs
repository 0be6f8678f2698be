// The caller chooses: a bool on Windows, an enum on Unix.
using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace ValidCode.LOCK1001
{
    public enum Access { Read, Write }

    public static class ModeByParameter
    {
        [DllImport("kernel32", SetLastError = true)]
        static extern bool LockFileEx(SafeFileHandle handle, uint flags, uint reserved, uint lengthLow, uint lengthHigh, ref NativeOverlapped overlapped);

        [DllImport("kernel32", SetLastError = true)]
        static extern bool UnlockFileEx(SafeFileHandle handle, uint reserved, uint lengthLow, uint lengthHigh, ref NativeOverlapped overlapped);

        private const int LOCK_SH = 1;
        private const int LOCK_EX = 2;
        private const int LOCK_NB = 4;
        private const int LOCK_UN = 8;

        [DllImport("libc", SetLastError = true)]
        private static extern int flock(int fd, int operation);

        public static void LockOnWindows(SafeFileHandle handle, bool exclusive, bool wait)
        {
            var overlapped = new NativeOverlapped();
            if (!LockFileEx(handle, (exclusive ? 2u : 0u) | (wait ? 0u : 1u), 0, uint.MaxValue, uint.MaxValue, ref overlapped))
                throw new Win32Exception(Marshal.GetLastWin32Error());
        }

        public static void UnlockOnWindows(SafeFileHandle handle)
        {
            var overlapped = new NativeOverlapped();
            if (!UnlockFileEx(handle, 0, uint.MaxValue, uint.MaxValue, ref overlapped))
                throw new Win32Exception(Marshal.GetLastWin32Error());
        }

        public static void LockOnUnix(int fd, Access access)
        {
            int operation = access switch
            {
                Access.Read => LOCK_SH,
                Access.Write => LOCK_EX,
                _ => throw new ArgumentOutOfRangeException(nameof(access)),
            };

            while (flock(fd, operation) < 0)
            {
                int errno = Marshal.GetLastWin32Error();
                if (errno != 4)
                    throw new IOException("flock", errno);
            }
        }

        public static void UnlockOnUnix(int fd)
        {
            if (flock(fd, LOCK_UN) < 0)
                throw new IOException("flock", Marshal.GetLastWin32Error());
        }
    }
}
