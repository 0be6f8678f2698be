// The same waiting call in a method whose name promises no answer at once.
using System;
using System.IO;
using System.Runtime.InteropServices;

namespace ValidCode.LOCK1004
{
    public static class TryFlocks
    {
        private const int LOCK_SH = 1;
        private const int LOCK_EX = 2;
        private const int LOCK_NB = 4;
        private const int LOCK_UN = 8;

        [DllImport("libc", SetLastError = true)]
        private static extern int flock(int fd, int operation);

        public static void Lock(int fd)
        {
            while (true)
            {
                if (flock(fd, LOCK_EX) == 0)
                    return;
                int errno = Marshal.GetLastPInvokeError();
                if (errno != 4)
                    throw new IOException("flock", errno);
            }
        }

        public static void Unlock(int fd)
        {
            if (flock(fd, LOCK_UN) != 0)
                throw new IOException("flock", Marshal.GetLastPInvokeError());
        }
    }
}
