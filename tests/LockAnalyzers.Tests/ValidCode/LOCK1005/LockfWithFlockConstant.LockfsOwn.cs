// The same number 2 under the name that lockf has for it.
using System;
using System.IO;
using System.Runtime.InteropServices;

namespace ValidCode.LOCK1005
{
    public static class Mixed
    {
        private const int F_TLOCK = 2;
        private const int F_ULOCK = 0;

        [DllImport("libc", SetLastError = true)]
        private static extern int lockf(int fd, int cmd, long len);

        public static bool TryDo(int fd, Action body)
        {
            if (lockf(fd, F_TLOCK, 0) != 0)
            {
                int errno = Marshal.GetLastPInvokeError();
                return errno is 11 or 13 ? false : throw new IOException("lockf", errno);
            }

            try
            {
                body();
                return true;
            }
            finally
            {
                lockf(fd, F_ULOCK, 0);
            }
        }
    }
}
