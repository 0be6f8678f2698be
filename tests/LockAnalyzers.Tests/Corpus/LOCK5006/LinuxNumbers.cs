// Padded for Apple's arm64, but with the numbers of Linux.
using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace PidFiles
{
    [SupportedOSPlatform("macos")]
    internal static class PidFile
    {
        private const int F_SETLK = 6;
        private const short F_WRLCK = 1;

        private struct Flock
        {
            public long l_start, l_len;
            public int l_pid;
            public short l_type, l_whence;
        }

        public static bool Claim(int fd)
        {
            var record = new Flock { l_type = F_WRLCK, l_whence = 0 };
            return {|LOCK5006:SetLock(fd, F_SETLK, 0, 0, 0, 0, 0, 0, ref record)|} == 0;
        }

        [DllImport("libc", EntryPoint = "fcntl", SetLastError = true)]
        private static extern int SetLock(int fd, int cmd, long x2, long x3, long x4, long x5, long x6, long x7, ref Flock record);
    }
}
