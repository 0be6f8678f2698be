// CopyTo between F_LOCK and F_ULOCK may throw.
using System;
using System.IO;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Archive.Append;

public static class ArchiveAppender
{
    static class Libc
    {
        public const int F_ULOCK = 0, F_LOCK = 1, F_TLOCK = 2;
        [DllImport("libc.so.6", SetLastError = true)]
        public static extern int lockf(SafeFileHandle fd, int function, nint size);
    }

    public static long Append(SafeFileHandle guard, Stream archive, Stream item)
    {
        int rc = {|LOCK3002:Libc.lockf(guard, Libc.F_LOCK, 0)|};
        if (rc == -1)
            throw new IOException("lockf");

        long at = archive.Seek(0, SeekOrigin.End);
        item.CopyTo(archive);
        archive.Flush();

        Libc.lockf(guard, Libc.F_ULOCK, 0);
        return at;
    }
}
