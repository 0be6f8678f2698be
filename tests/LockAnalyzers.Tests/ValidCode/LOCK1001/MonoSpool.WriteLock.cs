// Mono.Unix: F_WRLCK around a write.
using System;
using System.IO;
using Mono.Unix;
using Mono.Unix.Native;

namespace ValidCode.LOCK1001;

public sealed class OutgoingSpool
{
    private readonly int _fd;

    public OutgoingSpool(int fd) => _fd = fd;

    public unsafe void Put(ReadOnlySpan<byte> job, long at)
    {
        var range = new Flock { l_type = LockType.F_WRLCK, l_whence = SeekFlags.SEEK_SET, l_start = at, l_len = job.Length };
        while (Syscall.fcntl(_fd, FcntlCommand.F_SETLKW, ref range) != 0)
        {
            if (Stdlib.GetLastError() != Errno.EINTR)
                throw new UnixIOException(Stdlib.GetLastError());
        }

        try
        {
            fixed (byte* data = job)
            {
                if (Syscall.pwrite(_fd, data, (ulong)job.Length, at) != job.Length)
                    throw new UnixIOException(Stdlib.GetLastError());
            }
        }
        finally
        {
            range.l_type = LockType.F_UNLCK;
            Syscall.fcntl(_fd, FcntlCommand.F_SETLK, ref range);
        }
    }
}
