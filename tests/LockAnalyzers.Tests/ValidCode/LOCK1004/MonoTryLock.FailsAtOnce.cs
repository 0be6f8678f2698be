// Mono.Unix: F_SETLK answers at once.
using System;
using System.IO;
using Mono.Unix;
using Mono.Unix.Native;

namespace ValidCode.LOCK1004;

public sealed class FeedLock
{
    private readonly int _fd;

    public FeedLock(int fd) => _fd = fd;

    public bool TryLock()
    {
        var whole = new Flock { l_type = LockType.F_WRLCK, l_whence = SeekFlags.SEEK_SET, l_start = 0, l_len = 0 };
        if (Syscall.fcntl(_fd, FcntlCommand.F_SETLK, ref whole) == 0)
            return true;

        var error = Stdlib.GetLastError();
        if (error is Errno.EAGAIN or Errno.EACCES)
            return false;
        throw new UnixIOException(error);
    }

    public void Unlock()
    {
        var whole = new Flock { l_type = LockType.F_UNLCK, l_whence = SeekFlags.SEEK_SET, l_start = 0, l_len = 0 };
        if (Syscall.fcntl(_fd, FcntlCommand.F_SETLK, ref whole) != 0)
            throw new UnixIOException(Stdlib.GetLastError());
    }
}
