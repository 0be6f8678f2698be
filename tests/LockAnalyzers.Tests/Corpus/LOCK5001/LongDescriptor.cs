// A descriptor is an int: on 32 bit, the second half of a long is taken for the operation.
using System;
using System.Runtime.InteropServices;

namespace Posix.Files
{
    public static class PosixFiles
    {
        public const int LOCK_EX = 2;
        public const int LOCK_UN = 8;

        [DllImport("libc.so.6", SetLastError = true)]
        public static extern int flock({|LOCK5001:long|} fd, int operation);
    }
}
