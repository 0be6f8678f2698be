// The using closes the handle on refusal too.
using System.IO;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ValidCode.LOCK3004;

public static class A
{
    [DllImport("libc", SetLastError = true)] static extern int flock(SafeFileHandle fd, int op);

    public static bool IsFree(string path)
    {
        using var fd = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        if (flock(fd, 6) != 0)
            return false;
        flock(fd, 8);
        return true;
    }
}
