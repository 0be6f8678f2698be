// A descriptor in a field, locked by one method and unlinked by another; neither path nor type is called a lock.
using System;
using System.IO;
using Mono.Unix;
using Mono.Unix.Native;

namespace Kiosk.Session;

public sealed class FirstInstance : IDisposable
{
    private readonly string _name;
    private int _fd;
    private bool _first;

    public FirstInstance(string application)
    {
        _name = Path.Combine(Path.GetTempPath(), application);
        _fd = Syscall.open(_name, OpenFlags.O_RDWR | OpenFlags.O_CREAT, FilePermissions.DEFFILEMODE);
        UnixMarshal.ThrowExceptionForLastErrorIf(_fd);
    }

    public bool IsFirst()
    {
        if (_first)
            return true;

        var whole = new Flock { l_type = LockType.F_WRLCK, l_whence = SeekFlags.SEEK_SET };
        if (Syscall.fcntl(_fd, FcntlCommand.F_SETLK, ref whole) == 0)
            return _first = true;

        var error = Stdlib.GetLastError();
        if (error is not (Errno.EACCES or Errno.EAGAIN))
            throw new UnixIOException(error);
        return false;
    }

    public void Dispose()
    {
        if (_fd < 0)
            return;

        Syscall.close(_fd);
        _fd = -1;
        {|LOCK3007:Syscall.unlink(_name)|};
    }
}
