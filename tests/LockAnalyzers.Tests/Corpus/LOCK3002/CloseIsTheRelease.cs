// The raw descriptor is closed only on the normal path; the callback may throw and leave it locked.
using System;
using System.IO;
using System.Runtime.InteropServices;

namespace Packages.Install;

internal unsafe static class PackageLock
{
    [DllImport("libc", SetLastError = true)] private static extern int open(byte* path, int flags, int mode);
    [DllImport("libc", SetLastError = true)] private static extern int flock(int fd, int operation);
    [DllImport("libc", SetLastError = true)] private static extern int close(int fd);

    public static void WithLock(ReadOnlySpan<byte> zeroTerminatedPath, Action<int> body)
    {
        int fd;
        fixed (byte* p = zeroTerminatedPath)
        {
            fd = open(p, 0x80042, 0x1B6);
        }
        if (fd < 0) throw new IOException("open failed");

        if ({|LOCK3002:flock(fd, 2)|} != 0)
        {
            close(fd);
            throw new IOException("flock failed");
        }

        body(fd);
        close(fd);
    }
}
