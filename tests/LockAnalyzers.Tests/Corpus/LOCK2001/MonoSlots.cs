// Mono.Unix: a slot is locked, one byte of it is unlocked.
using System;
using System.IO;
using Mono.Unix;
using Mono.Unix.Native;

namespace Tables.Slots;

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
            var end = new Flock { l_type = LockType.F_UNLCK, l_whence = SeekFlags.SEEK_SET, l_start = slot * SlotSize, l_len = 1 };
            Syscall.fcntl(_fd, FcntlCommand.F_SETLK, {|LOCK2001:ref end|});
        }
    }
}
