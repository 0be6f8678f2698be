// The code lets macOS pass, and calls fcntl with the numbers and the record of Linux.
using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace Gates
{
    internal sealed class UnixGate
    {
        private const int F_SETLK = 6;
        private const short F_WRLCK = 1;

        private struct Flock
        {
            public short l_type, l_whence;
            public long l_start, l_len;
            public int l_pid;
        }

        public bool TryEnter(int fd)
        {
            if (!OperatingSystem.IsLinux() && !OperatingSystem.IsMacOS())
                throw new PlatformNotSupportedException();
            var record = new Flock { l_type = F_WRLCK };
            return {|LOCK5006:fcntl(fd, F_SETLK, ref record)|} == 0;
        }

        [DllImport("libc", SetLastError = true)]
        private static extern int fcntl(int fd, int cmd, ref Flock record);
    }
}
