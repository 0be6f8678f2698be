// One descriptor per refused attempt.
using System;
using System.IO;
using System.Runtime.InteropServices;

namespace Descriptors
{
    public sealed class InstanceFile
    {
        private const int LOCK_SH = 1;
        private const int LOCK_EX = 2;
        private const int LOCK_NB = 4;
        private const int LOCK_UN = 8;

        [DllImport("libc", SetLastError = true)]
        private static extern int flock(int fd, int operation);
        [DllImport("libc", SetLastError = true)]
        private static extern int open([MarshalAs(UnmanagedType.LPUTF8Str)] string pathname, int flags, uint mode);

        [DllImport("libc", SetLastError = true)]
        private static extern int close(int fd);

        private int held = -1;

        public bool TryHold(string path)
        {
            int fd = open(path, 0x2 | 0x40 | 0x80000, 0x1B6);
            if (fd < 0)
                throw new IOException("open", Marshal.GetLastPInvokeError());

            if ({|LOCK3004:flock(fd, LOCK_EX | LOCK_NB)|} != 0)
            {
                int errno = Marshal.GetLastPInvokeError();
                if (errno == 11)
                    return false;
                close(fd);
                throw new IOException("flock", errno);
            }

            held = fd;
            return true;
        }

        public void Drop()
        {
            flock(held, LOCK_UN);
            close(held);
            held = -1;
        }
    }
}
