// A refused fcntl, an open descriptor.
using System;
using System.IO;
using System.Runtime.InteropServices;

namespace Spooler
{
    static class Spooler
    {
        private const int F_SETLK = 6;
        private const int F_SETLKW = 7;
        private const short F_RDLCK = 0;
        private const short F_WRLCK = 1;
        private const short F_UNLCK = 2;

        [StructLayout(LayoutKind.Sequential)]
        private struct Flock
        {
            public short l_type;
            public short l_whence;
            public long l_start;
            public long l_len;
            public int l_pid;
        }

        [DllImport("libc", SetLastError = true)]
        private static extern int fcntl(int fd, int cmd, ref Flock arg);
        [DllImport("libc", SetLastError = true)]
        private static extern int open([MarshalAs(UnmanagedType.LPUTF8Str)] string pathname, int flags, uint mode);

        [DllImport("libc", SetLastError = true)]
        private static extern int close(int fd);

        public static int Claim(string path)
        {
            int fd = open(path, 0x2 | 0x80000, 0);
            if (fd == -1)
                throw new FileNotFoundException("No spool file.", path);

            var all = new Flock { l_type = F_WRLCK, l_whence = 0, l_start = 0, l_len = 0 };
            if ({|LOCK3004:fcntl(fd, F_SETLK, ref all)|} == -1)
            {
                return -1;
            }

            return fd;
        }

        public static void Yield(int fd)
        {
            var all = new Flock { l_type = F_UNLCK, l_whence = 0, l_start = 0, l_len = 0 };
            fcntl(fd, F_SETLK, ref all);
            close(fd);
        }
    }
}
