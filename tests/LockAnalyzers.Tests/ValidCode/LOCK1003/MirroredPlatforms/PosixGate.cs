using System.IO;
using Mono.Unix;
using Mono.Unix.Native;

namespace ValidCode.LOCK1003;

internal sealed class PosixGate : IDirectoryGate
{
    private readonly int _fd;

    public PosixGate(string path)
    {
        _fd = Syscall.open(path, OpenFlags.O_RDWR | OpenFlags.O_CREAT, FilePermissions.DEFFILEMODE);
        if (_fd < 0)
            throw new IOException("cannot open " + path, new UnixIOException(Stdlib.GetLastError()));

        var whole = new Flock { l_type = LockType.F_WRLCK, l_whence = SeekFlags.SEEK_SET, l_start = 0, l_len = 0 };
        int result;
        do
        {
            result = Syscall.fcntl(_fd, FcntlCommand.F_SETLKW, ref whole);
        }
        while (result < 0 && Stdlib.GetLastError() == Errno.EINTR);

        if (result < 0)
        {
            var error = Stdlib.GetLastError();
            Syscall.close(_fd);
            throw new IOException("cannot lock " + path, new UnixIOException(error));
        }
    }

    public void Dispose() => Syscall.close(_fd);
}
