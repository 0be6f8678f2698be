// goto jumps past the release.
using System;
using System.IO;
using System.Runtime.InteropServices;

namespace Jumps
{
    static class Jumps
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

        static int s_state;

        public static int Advance(int fd, bool dry)
        {
            int result = 0;
            var range = new Flock { l_type = F_WRLCK };
            while ({|LOCK3001:fcntl(fd, F_SETLKW, ref range)|} == -1)
            {
                int errno = Marshal.GetLastWin32Error();
                if (errno != 4)
                    throw new IOException("fcntl", errno);
            }

            if (dry)
                goto done;

            s_state++;
            result = s_state;
            range = new Flock { l_type = F_UNLCK };
            fcntl(fd, F_SETLK, ref range);

        done:
            return result;
        }
    }
}
