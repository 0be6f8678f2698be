// unlink(2) in the release.
using System;
using System.IO;
using System.Runtime.InteropServices;

namespace Unlinking
{
    public sealed class SocketGuard
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

        [DllImport("libc", SetLastError = true)]
        private static extern int unlink([MarshalAs(UnmanagedType.LPUTF8Str)] string pathname);

        private readonly string lockPath;
        private int fd = -1;

        public SocketGuard(string lockPath) { this.lockPath = lockPath; }

        public bool TryGuard()
        {
            int opened = open(lockPath, 0x2 | 0x40 | 0x80000, 0x180);
            if (opened < 0)
                throw new IOException("open", Marshal.GetLastPInvokeError());

            var all = new Flock { l_type = F_WRLCK };
            if (fcntl(opened, F_SETLK, ref all) == -1)
            {
                int errno = Marshal.GetLastPInvokeError();
                close(opened);
                return errno is 11 or 13 ? false : throw new IOException("fcntl", errno);
            }

            fd = opened;
            return true;
        }

        public void Release()
        {
            var all = new Flock { l_type = F_UNLCK };
            fcntl(fd, F_SETLK, ref all);
            close(fd);
            fd = -1;
            {|LOCK3007:unlink(lockPath)|};
        }
    }
}
