// The type keeps the stream beside the number of its descriptor.
using System;
using System.IO;
using System.Runtime.InteropServices;

namespace ValidCode.LOCK5002
{
    public sealed class FileGuard
    {
        private const int LockExclusive = 2;
        private const int LockNonBlocking = 4;
        private const int LockRelease = 8;

        [DllImport("libc", SetLastError = true)]
        private static extern int flock(int fd, int operation);

        private readonly FileStream _data;
        private readonly int _fd;

        public FileGuard(FileStream data)
        {
            _data = data;
            _fd = data.SafeFileHandle.DangerousGetHandle().ToInt32();
        }

        public bool TryEnter()
        {
            return flock(_fd, LockExclusive | LockNonBlocking) == 0;
        }

        public void Leave()
        {
            if (flock(_fd, LockRelease) != 0)
                throw new InvalidOperationException("flock failed with " + Marshal.GetLastWin32Error());
        }
    }
}
