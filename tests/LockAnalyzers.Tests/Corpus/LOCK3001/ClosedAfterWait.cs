// While it waited, the object was closed; it says so by throwing, with the lock in its hands.
using System;
using System.IO;
using System.Runtime.InteropServices;

namespace Posix.Waiting
{
    public sealed class DrainGate
    {
        private const int LOCK_SH = 1;
        private const int LOCK_EX = 2;
        private const int LOCK_NB = 4;
        private const int LOCK_UN = 8;

        [DllImport("libc", SetLastError = true)]
        private static extern int flock(int fd, int operation);

        private readonly int fd;
        private volatile bool closed;

        public DrainGate(int fd) { this.fd = fd; }

        public void Shut() => closed = true;

        public void Enter()
        {
            while ({|LOCK3001:flock(fd, LOCK_EX)|} != 0)
            {
                int errno = Marshal.GetLastPInvokeError();
                if (errno != 4)
                    throw new IOException("flock", errno);
            }

            if (closed)
                throw new ObjectDisposedException(nameof(DrainGate));
        }

        public void Leave()
        {
            if (flock(fd, LOCK_UN) != 0)
                throw new IOException("flock", Marshal.GetLastPInvokeError());
        }
    }
}
