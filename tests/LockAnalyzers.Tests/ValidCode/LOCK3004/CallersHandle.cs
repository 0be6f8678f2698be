// The caller opened the handle and keeps it.
using System.IO;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ValidCode.LOCK3004;

public static class D
{
    [DllImport("libc", SetLastError = true)] static extern int flock(SafeFileHandle fd, int op);

    public static void Enter(SafeFileHandle fd)
    {
        if (flock(fd, 2) != 0)
            throw new IOException("flock");
    }
}
