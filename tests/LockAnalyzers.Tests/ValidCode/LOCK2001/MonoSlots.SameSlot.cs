// Mono.Unix: the slot is unlocked as it was locked, by the same struct.
using System;
using System.IO;
using Mono.Unix;
using Mono.Unix.Native;

namespace ValidCode.LOCK2001;

public sealed class SlotTable
{
    private const long SlotSize = 256;

    private readonly int _fd;

    public SlotTable(int fd) => _fd = fd;

    public void With(long slot, Action<int> action)
    {
        var range = new Flock { l_type = LockType.F_WRLCK, l_whence = SeekFlags.SEEK_SET, l_start = slot * SlotSize, l_len = SlotSize };
        while (Syscall.fcntl(_fd, FcntlCommand.F_SETLKW, ref range) != 0)
        {
            if (Stdlib.GetLastError() != Errno.EINTR)
                throw new UnixIOException(Stdlib.GetLastError());
        }

        try
        {
            action(_fd);
        }
        finally
        {
            range.l_type = LockType.F_UNLCK;
            Syscall.fcntl(_fd, FcntlCommand.F_SETLK, ref range);
        }
    }
}
