// The lock file is left where it is.
using System;
using System.IO;
using System.Runtime.InteropServices;

namespace ValidCode.LOCK3007;

public sealed class H : IDisposable
{
    [DllImport("libc", SetLastError = true)]
    static extern int flock(SafeHandle fd, int op);

    private readonly FileStream _s;
    private H(FileStream s) => _s = s;

    public static H Take(string path)
    {
        var s = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        try
        {
            if (flock(s.SafeFileHandle, 2) != 0)
                throw new IOException("flock");
            return new H(s);
        }
        catch
        {
            s.Dispose();
            throw;
        }
    }

    // The file stays: deleting it would let two processes hold two different inodes.
    public void Dispose()
    {
        flock(_s.SafeFileHandle, 8);
        _s.Dispose();
    }
}
