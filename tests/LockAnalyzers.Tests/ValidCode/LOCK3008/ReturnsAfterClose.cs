// The branch that closes the descriptor returns; the unlock is on the other path.
using System.IO;
using System.Runtime.InteropServices;

namespace ValidCode.LOCK3008;

public static class I
{
    [DllImport("libc", SetLastError = true)] static extern int flock(int fd, int op);
    [DllImport("libc", SetLastError = true)] static extern int close(int fd);

    private static int s_uses;

    public static bool Do(int fd, bool last)
    {
        if (flock(fd, 2) != 0)
            throw new IOException("flock");
        s_uses++;
        if (last)
        {
            close(fd);
            return true;
        }
        flock(fd, 8);
        return false;
    }
}
