// The descriptor's owner is disposed by using on every path, which releases the flock.
using System;
using System.IO;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ValidCode.LOCK3001;

public static class Stamp
{
    [DllImport("libc", SetLastError = true)]
    private static extern int flock(SafeFileHandle fd, int operation);

    public static bool Touch(string path, long now)
    {
        using var handle = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        if (flock(handle, 2) != 0)
            throw new IOException("flock");

        Span<byte> buffer = stackalloc byte[8];
        if (RandomAccess.Read(handle, buffer, 0) == 8 && BitConverter.ToInt64(buffer) >= now)
            return false;

        BitConverter.TryWriteBytes(buffer, now);
        RandomAccess.Write(handle, buffer, 0);
        flock(handle, 8);
        return true;
    }
}
