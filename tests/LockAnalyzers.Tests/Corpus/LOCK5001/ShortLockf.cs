// off_t has 64 bits on every system of 64 bits.
using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace Posix
{
    internal static class LibC
    {
        public const int F_TLOCK = 2;
        public const int F_ULOCK = 0;

        [DllImport("libc", SetLastError = true)]
        public static extern int lockf(int fd, int cmd, {|LOCK5001:int|} len);
    }
}
