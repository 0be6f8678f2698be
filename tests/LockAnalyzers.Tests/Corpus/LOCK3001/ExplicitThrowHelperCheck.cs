// A version mismatch throws explicitly while the lock is held; only the normal path unlocks.
using System;
using System.IO;
using System.Runtime.InteropServices;

namespace Snapshots.Store
{
    public sealed class SnapshotStore
    {
        [StructLayout(LayoutKind.Sequential)]
        private struct flock_t { public short l_type; public short l_whence; public long l_start; public long l_len; public int l_pid; }

        [DllImport("libc", SetLastError = true)]
        private static extern int fcntl(int fd, int cmd, ref flock_t lk);

        private const int F_OFD_SETLK = 37, F_OFD_SETLKW = 38;
        private const short F_WRLCK = 1, F_UNLCK = 2;

        private readonly int _fd;
        private int _version = 3;

        public SnapshotStore(int fd) { _fd = fd; }

        public int Commit(int expected)
        {
            var lk = new flock_t { l_type = F_WRLCK };
            if ({|LOCK3001:fcntl(_fd, F_OFD_SETLKW, ref lk)|} == -1)
                throw new IOException("F_OFD_SETLKW", Marshal.GetLastPInvokeError());

            if (_version != expected)
                throw new InvalidOperationException("version conflict");
            _version = expected + 1;

            lk.l_type = F_UNLCK;
            if (fcntl(_fd, F_OFD_SETLK, ref lk) == -1)
                throw new IOException("F_OFD_SETLK", Marshal.GetLastPInvokeError());
            return _version;
        }
    }
}
