// An integer as wide as a pointer is passed where an int is.
using System;
using System.Runtime.InteropServices;

namespace ValidCode.LOCK5001.PointerWideDescriptor
{
    public static class PosixFiles
    {
        public const int LOCK_EX = 2;
        public const int LOCK_UN = 8;

        [DllImport("libc.so.6", SetLastError = true)]
        public static extern int flock(IntPtr fd, int operation);
    }
}
