// A refused flock returns null and leaves the FileStream open.
using System;
using System.IO;
using System.Runtime.InteropServices;

namespace Servers.PidGuard;

public class PidGuard : IDisposable
{
    [DllImport("libc", SetLastError = true)]
    private static extern int flock(SafeHandle fd, int op);

    private readonly FileStream _stream;
    private PidGuard(FileStream stream) { _stream = stream; }

    public static PidGuard? TryCreate(string pidPath)
    {
        var stream = new FileStream(pidPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        if ({|LOCK3004:flock(stream.SafeFileHandle, 6)|} != 0)
            return null;
        return new PidGuard(stream);
    }

    public void Dispose()
    {
        flock(_stream.SafeFileHandle, 8);
        _stream.Dispose();
    }
}
