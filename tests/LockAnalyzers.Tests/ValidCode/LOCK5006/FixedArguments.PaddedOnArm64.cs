// On arm64 six arguments that nobody reads put the record on the stack.
using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace ValidCode.LOCK5006.PaddedOnArm64
{
    internal static class RangeLock
    {
        private const int F_SETLK_LINUX = 6;
        private const int F_SETLK_MACOS = 8;
        private const short F_WRLCK_LINUX = 1;
        private const short F_WRLCK_MACOS = 3;

        private struct LinuxFlock
        {
            public short l_type, l_whence;
            public long l_start, l_len;
            public int l_pid;
        }

        private struct MacFlock
        {
            public long l_start, l_len;
            public int l_pid;
            public short l_type, l_whence;
        }

        public static bool Take(int fd) => OperatingSystem.IsMacOS() ? TakeOnMac(fd) : TakeOnLinux(fd);

        private static bool TakeOnLinux(int fd)
        {
            var record = new LinuxFlock { l_type = F_WRLCK_LINUX };
            return fcntl(fd, F_SETLK_LINUX, ref record) == 0;
        }

        private static bool TakeOnMac(int fd)
        {
            var record = new MacFlock { l_type = F_WRLCK_MACOS };
            return (RuntimeInformation.ProcessArchitecture == Architecture.Arm64
                ? fcntl(fd, F_SETLK_MACOS, 0, 0, 0, 0, 0, 0, ref record)
                : fcntl(fd, F_SETLK_MACOS, ref record)) == 0;
        }

        [DllImport("libc", SetLastError = true)]
        private static extern int fcntl(int fd, int cmd, ref LinuxFlock record);

        [DllImport("libc", SetLastError = true)]
        private static extern int fcntl(int fd, int cmd, ref MacFlock record);

        [DllImport("libc", SetLastError = true)]
        private static extern int fcntl(int fd, int cmd, long x2, long x3, long x4, long x5, long x6, long x7, ref MacFlock record);
    }
}
