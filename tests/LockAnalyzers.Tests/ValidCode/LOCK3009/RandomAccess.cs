// RandomAccess does not buffer.
using System.IO;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ValidCode.LOCK3009;

public static class D
{
    [DllImport("libc", SetLastError = true)] static extern int flock(SafeFileHandle fd, int op);

    public static void Do(SafeFileHandle fd, byte[] b)
    {
        if (flock(fd, 2) != 0)
            throw new IOException("flock");
        try { RandomAccess.Write(fd, b, 0); }
        finally { flock(fd, 8); }
    }
}
