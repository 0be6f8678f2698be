// Probes: a shared lock that is taken only to learn whether somebody holds the file, and given back at once.
using System;
using System.IO;
using System.Runtime.InteropServices;

namespace ValidCode.LOCK1001
{
    public static class LockProbe
    {
        const int O_RDONLY = 0;
        const int O_CLOEXEC = 0x80000;
        const int EWOULDBLOCK = 11;         // Linux
        const int EWOULDBLOCK_BSD = 35;     // macOS and the BSDs
        const int EINTR = 4;

        const int LOCK_SH = 1, LOCK_EX = 2, LOCK_NB = 4, LOCK_UN = 8;

        [DllImport("libc", SetLastError = true)]
        static extern int flock(int fd, int operation);

        [DllImport("libc", SetLastError = true)]
        static extern int open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

        [DllImport("libc", SetLastError = true)]
        static extern int close(int fd);

        public static bool IsLockedByWriter(string path) => Probe(path, LOCK_SH | LOCK_NB);

        public static bool IsLockedByAnyone(string path) => Probe(path, LOCK_EX | LOCK_NB);

        static bool Probe(string path, int operation)
        {
            int fd = open(path, O_RDONLY | O_CLOEXEC);
            if (fd < 0)
                throw new IOException($"Cannot open '{path}'.", Marshal.GetLastPInvokeError());

            try
            {
                int errno;
                do
                {
                    if (flock(fd, operation) == 0)
                    {
                        flock(fd, LOCK_UN);
                        return false;
                    }

                    errno = Marshal.GetLastPInvokeError();
                }
                while (errno == EINTR);

                if (errno is EWOULDBLOCK or EWOULDBLOCK_BSD)
                    return true;
                throw new IOException($"Cannot probe '{path}'.", errno);
            }
            finally
            {
                close(fd);
            }
        }
    }
}
