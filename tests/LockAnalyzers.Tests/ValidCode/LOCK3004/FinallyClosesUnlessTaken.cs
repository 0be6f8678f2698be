// The finally closes the descriptor unless the lock was taken and handed over.
using System.IO;
using System.Runtime.InteropServices;

namespace ValidCode.LOCK3004;

public static class F
{
    [DllImport("libc", SetLastError = true)] static extern int open([MarshalAs(UnmanagedType.LPUTF8Str)] string p, int f, int m);
    [DllImport("libc", SetLastError = true)] static extern int flock(int fd, int op);
    [DllImport("libc", SetLastError = true)] static extern int close(int fd);

    public static int Open(string path)
    {
        int fd = open(path, 0x80042, 0x1B6);
        if (fd < 0) throw new IOException("open");
        bool ok = false;
        try
        {
            if (flock(fd, 2) != 0)
                throw new IOException("flock");
            ok = true;
            return fd;
        }
        finally
        {
            if (!ok) close(fd);
        }
    }
}
