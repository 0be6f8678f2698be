// A managed Posix library's shape: Syscall.fcntl with FcntlCommand, and a Flock whose type is set by assignment.
using System;
using System.Runtime.InteropServices;

namespace Mono.Unix.Native
{
    public enum Errno { EINTR = 4, EAGAIN = 11, EACCES = 13 }

    public enum FcntlCommand { F_GETLK = 5, F_SETLK = 6, F_SETLKW = 7 }

    public enum LockType : short { F_RDLCK = 0, F_WRLCK = 1, F_UNLCK = 2 }

    public enum SeekFlags : short { SEEK_SET = 0, SEEK_CUR = 1, SEEK_END = 2 }

    public struct Flock
    {
        public LockType l_type;
        public SeekFlags l_whence;
        public long l_start;
        public long l_len;
        public int l_pid;
    }

    public static class Stdlib
    {
        public static Errno GetLastError() => (Errno)Marshal.GetLastWin32Error();
    }

    public static class Syscall
    {
        [DllImport("MonoPosixHelper", SetLastError = true, EntryPoint = "Mono_Posix_Syscall_fcntl_lock")]
        public static extern int fcntl(int fd, FcntlCommand cmd, ref Flock @lock);
    }
}

namespace Product.Daemon
{
    using Mono.Unix.Native;

    public sealed class DaemonFile
    {
        private readonly int fd;

        public DaemonFile(int fd) => this.fd = fd;

        public bool TryOwn()
        {
            Flock whole = default;
            whole.l_type = LockType.F_WRLCK;
            whole.l_whence = SeekFlags.SEEK_SET;
            whole.l_start = 0;
            whole.l_len = 0;
            while (Syscall.fcntl(fd, FcntlCommand.F_SETLK, ref whole) == -1)
            {
                switch (Stdlib.GetLastError())
                {
                    case Errno.EINTR:
                        continue;
                    case Errno.EAGAIN:
                    case Errno.EACCES:
                        return false;
                    case var other:
                        throw new InvalidOperationException("fcntl: " + other);
                }
            }

            return true;
        }

        public void Disown()
        {
            var whole = new Flock { l_type = LockType.F_UNLCK, l_whence = SeekFlags.SEEK_SET, l_start = 0, l_len = 0 };
            if (Syscall.fcntl(fd, FcntlCommand.F_SETLK, ref whole) == -1)
                throw new InvalidOperationException("fcntl: " + Stdlib.GetLastError());
        }
    }
}
