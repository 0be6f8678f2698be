// Dispose closes the stream first and unlocks through its handle afterwards.
using System;
using System.IO;
using System.Runtime.InteropServices;

namespace Dockets.Court;

public sealed class Docket : IDisposable
{
    [DllImport("libc", SetLastError = true)]
    private static extern int flock(SafeHandle fd, int op);

    private readonly FileStream _stream;

    public Docket(FileStream stream)
    {
        if (flock(stream.SafeFileHandle, 2) != 0)
            throw new IOException("flock");
        _stream = stream;
    }

    public void Dispose()
    {
        _stream.Dispose();
        {|LOCK3008:flock(_stream.SafeFileHandle, 8)|};
    }
}
