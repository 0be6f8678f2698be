// The constructor keeps the number of the descriptor alone: the stream, which owns it, may be finalized at any time.
using System;
using System.IO;
using System.Runtime.InteropServices;

namespace Records.Locking
{
    public sealed class FileGuard
    {
        private const int LockExclusive = 2;
        private const int LockNonBlocking = 4;
        private const int LockRelease = 8;

        [DllImport("libc", SetLastError = true)]
        private static extern int flock(int fd, int operation);

        private readonly int _fd;

        public FileGuard(FileStream data)
        {
            _fd = {|LOCK5002:data.SafeFileHandle.DangerousGetHandle()|}.ToInt32();
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
