// An exception closes the stream by using, which drops the lock; the explicit unlock serves the normal path.
using System;
using System.IO;
using System.Runtime.InteropServices;

namespace ValidCode.LOCK3002;

public static class TokenFile
{
    [DllImport("libc", SetLastError = true)]
    private static extern int flock(SafeHandle fd, int op);

    public static int Increment(string path)
    {
        using var stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1);
        if (flock(stream.SafeFileHandle, 2) != 0)
            throw new IOException("flock");

        int value = stream.ReadByte() + 1;
        stream.Position = 0;
        stream.WriteByte((byte)value);
        stream.Flush();
        flock(stream.SafeFileHandle, 8);
        return value;
    }
}
