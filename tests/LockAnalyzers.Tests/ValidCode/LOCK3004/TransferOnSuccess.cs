// Right: the local is nulled once ownership moved, so the finally closes only on failure.
using System;
using System.IO;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ValidCode.LOCK3004;

public sealed class Lease : IDisposable
{
    [DllImport("libc", SetLastError = true)]
    private static extern int flock(SafeFileHandle fd, int op);

    private readonly SafeFileHandle _fd;
    private Lease(SafeFileHandle fd) => _fd = fd;

    public static Lease Open(string path, int format)
    {
        SafeFileHandle? fd = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        try
        {
            if (flock(fd, 2) != 0)
                throw new IOException("flock");
            Span<byte> head = stackalloc byte[4];
            if (RandomAccess.Read(fd, head, 0) == 4 && BitConverter.ToInt32(head) != format)
                throw new InvalidDataException("unknown format");
            var lease = new Lease(fd);
            fd = null;
            return lease;
        }
        finally
        {
            fd?.Dispose();
        }
    }

    public void Dispose()
    {
        flock(_fd, 8);
        _fd.Dispose();
    }
}
