// On arm64 macOS looks for the record on the stack, where a declaration with fixed arguments does not put it.
using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace RangeLocks
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
            return {|LOCK5006:fcntl(fd, F_SETLK_MACOS, ref record)|} == 0;
        }

        [DllImport("libc", SetLastError = true)]
        private static extern int fcntl(int fd, int cmd, ref LinuxFlock record);

        [DllImport("libc", SetLastError = true)]
        private static extern int fcntl(int fd, int cmd, ref MacFlock record);
    }
}
