// A helper that locks or unlocks by a bool, and an owner that closes the descriptor when it does not get the lock.
using System;
using System.IO;
using System.Runtime.InteropServices;

namespace EitherWay
{
    public sealed class EitherWayHelper : IDisposable
    {
        [Flags]
        private enum Operation { Shared = 1, Exclusive = 2, NonBlocking = 4, Unlock = 8 }

        [DllImport("libc", EntryPoint = "flock", SetLastError = true)]
        private static extern int Flock(int fd, Operation operation);

        [DllImport("libc", EntryPoint = "open", SetLastError = true)]
        private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint mode);

        [DllImport("libc", EntryPoint = "close", SetLastError = true)]
        private static extern int Close(int fd);

        private int fd;

        public EitherWayHelper(string path)
        {
            int opened = Open(path, 0x2 | 0x40 | 0x80000, 0x1B6);
            if (opened < 0)
                throw new IOException("open " + path, Marshal.GetLastPInvokeError());

            if (!Switch(opened, on: true))
            {
                int errno = Marshal.GetLastPInvokeError();
                Close(opened);
                throw new IOException("flock " + path, errno);
            }

            fd = opened;
        }

        public void Dispose()
        {
            if (fd < 0)
                return;
            Switch(fd, on: false);
            Close(fd);
            fd = -1;
        }

        private static bool Switch(int fd, bool on)
        {
            int result;
            do
            {
                result = Flock(fd, on ? Operation.Exclusive : Operation.Unlock);
            }
            while (result != 0 && Marshal.GetLastPInvokeError() == 4);
            return result == 0;
        }
    }
}
