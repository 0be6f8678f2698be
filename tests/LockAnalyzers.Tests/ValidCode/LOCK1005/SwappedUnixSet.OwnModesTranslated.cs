// The program's own modes count up; a switch turns them into the system's numbers.
using System;
using System.IO;
using System.Runtime.InteropServices;

namespace ValidCode.LOCK1005
{
    internal static class Libc
    {
        internal const int LOCK_SH = 1;
        internal const int LOCK_EX = 2;
        internal const int LOCK_NB = 4;
        internal const int LOCK_UN = 8;

        [DllImport("libc", SetLastError = true)]
        internal static extern int flock(int fd, int operation);
    }

    public enum Mode
    {
        Shared = 0,
        Exclusive = 1,
        Unlock = 2,
    }

    public static class Counted
    {
        public static void Hold(int fd, Mode mode)
        {
            int operation = mode switch
            {
                Mode.Shared => Libc.LOCK_SH,
                Mode.Exclusive => Libc.LOCK_EX,
                _ => Libc.LOCK_UN,
            };
            while (Libc.flock(fd, operation) != 0)
            {
                int errno = Marshal.GetLastPInvokeError();
                if (errno != 4)
                    throw new IOException("flock", errno);
            }
        }
    }
}
