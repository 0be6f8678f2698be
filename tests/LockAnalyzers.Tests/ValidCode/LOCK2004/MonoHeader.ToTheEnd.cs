// Mono.Unix: a length of 0 is everything to the end of the file, the body included.
using System;
using System.IO;
using System.Runtime.InteropServices;
using Mono.Unix;
using Mono.Unix.Native;

namespace ValidCode.LOCK2004;

public sealed class PosixJournal
{
    private const long HeaderSize = 64;

    [DllImport("libc", SetLastError = true)]
    private static extern nint pwrite(int fd, byte[] data, nint count, long offset);

    private readonly int _fd;

    public PosixJournal(int fd) => _fd = fd;

    public void Put(byte[] body)
    {
        var range = new Flock { l_type = LockType.F_WRLCK, l_whence = SeekFlags.SEEK_SET, l_start = 0, l_len = 0 };
        while (Syscall.fcntl(_fd, FcntlCommand.F_SETLKW, ref range) != 0)
        {
            if (Stdlib.GetLastError() != Errno.EINTR)
                throw new UnixIOException(Stdlib.GetLastError());
        }

        try
        {
            if (pwrite(_fd, body, body.Length, HeaderSize) != body.Length)
                throw new IOException("pwrite", Marshal.GetLastPInvokeError());
        }
        finally
        {
            range.l_type = LockType.F_UNLCK;
            Syscall.fcntl(_fd, FcntlCommand.F_SETLK, ref range);
        }
    }
}
