// Constants of both systems in one type, each passed to its own function.
using System;
using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace ValidCode.LOCK1005
{
    public sealed class Strangers
    {
        private const uint LOCKFILE_EXCLUSIVE_LOCK = 2;
        private const int LOCK_EX = 2;
        private const int LOCK_UN = 8;

        [DllImport("libc", SetLastError = true)]
        static extern int flock(SafeFileHandle fd, int operation);

        [DllImport("kernel32", SetLastError = true)]
        static extern bool LockFileEx(SafeFileHandle handle, uint flags, uint reserved, uint lengthLow, uint lengthHigh, ref NativeOverlapped overlapped);

        [DllImport("kernel32", SetLastError = true)]
        static extern bool UnlockFileEx(SafeFileHandle handle, uint reserved, uint lengthLow, uint lengthHigh, ref NativeOverlapped overlapped);

        private readonly SafeFileHandle file;

        public Strangers(SafeFileHandle file) { this.file = file; }

        public void Begin()
        {
            if (!OperatingSystem.IsWindows())
            {
                while (flock(file, LOCK_EX) != 0)
                {
                    int errno = Marshal.GetLastWin32Error();
                    if (errno != 4)
                        throw new Win32Exception(errno);
                }

                return;
            }

            var o = new NativeOverlapped();
            if (!LockFileEx(file, LOCKFILE_EXCLUSIVE_LOCK, 0, uint.MaxValue, uint.MaxValue, ref o))
                throw new Win32Exception(Marshal.GetLastWin32Error());
        }

        public void End()
        {
            if (!OperatingSystem.IsWindows())
            {
                if (flock(file, LOCK_UN) != 0)
                    throw new Win32Exception(Marshal.GetLastWin32Error());
                return;
            }

            var o = new NativeOverlapped();
            if (!UnlockFileEx(file, 0, uint.MaxValue, uint.MaxValue, ref o))
                throw new Win32Exception(Marshal.GetLastWin32Error());
        }
    }
}
