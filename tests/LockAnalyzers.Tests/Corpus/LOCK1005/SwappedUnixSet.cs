// Counted up instead of doubled.
using System;
using System.IO;
using System.Runtime.InteropServices;

namespace Counted
{
    internal static class Libc
    {
        internal const int LOCK_SH = 1;
        internal const int LOCK_EX = 2;
        internal const int LOCK_NB = {|LOCK1005:3|};
        internal const int LOCK_UN = {|LOCK1005:4|};

        [DllImport("libc", SetLastError = true)]
        internal static extern int flock(int fd, int operation);
    }

    public static class Counted
    {
        public static void Hold(int fd)
        {
            while (Libc.flock(fd, Libc.LOCK_EX) != 0)
            {
                int errno = Marshal.GetLastPInvokeError();
                if (errno != 4)
                    throw new IOException("flock", errno);
            }
        }
    }
}
