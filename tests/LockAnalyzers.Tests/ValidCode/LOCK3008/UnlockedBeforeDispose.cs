// Unlocked before the close on each path.
using System.IO;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ValidCode.LOCK3008;

public sealed class B : System.IDisposable
{
    [DllImport("libc", SetLastError = true)] static extern int flock(SafeFileHandle fd, int op);

    private readonly SafeFileHandle _fd;

    public B(SafeFileHandle fd)
    {
        if (flock(fd, 2) != 0) throw new IOException("flock");
        _fd = fd;
    }

    public void Dispose()
    {
        if (_fd.IsClosed) return;
        flock(_fd, 8);
        _fd.Dispose();
    }
}
