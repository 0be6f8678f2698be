// The using flushes the buffer and then closes, which is the release.
using System.IO;
using System.Runtime.InteropServices;

namespace ValidCode.LOCK3009;

public static class H
{
    [DllImport("libc", SetLastError = true)] static extern int flock(SafeHandle fd, int op);

    public static void Do(string path, byte[] b)
    {
        using var s = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None);
        if (flock(s.SafeFileHandle, 2) != 0)
            throw new IOException("flock");
        s.Write(b);
    }
}
