// The contention arm closes the descriptor, the arm for every other errno throws without closing.
using System;
using System.IO;
using System.Runtime.InteropServices;

namespace Runners.Workspace;

public static class WorkspaceLock
{
    private static class C
    {
        [DllImport("libc", SetLastError = true)] public static extern int open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, int mode);
        [DllImport("libc", SetLastError = true)] public static extern int flock(int fd, int op);
        [DllImport("libc", SetLastError = true)] public static extern int close(int fd);
    }

    public static int? Claim(string path)
    {
        int fd = C.open(path, 0x80042, 0x1B6);
        if (fd < 0)
            throw new IOException("open");
        if ({|LOCK3004:C.flock(fd, 2 | 4)|} == 0)
            return fd;

        switch (Marshal.GetLastPInvokeError())
        {
            case 11:
            case 35:
                C.close(fd);
                return null;
            default:
                throw new IOException("flock");
        }
    }

    public static void Free(int fd)
    {
        C.flock(fd, 8);
        C.close(fd);
    }
}
