// A data file, not the lock file, is deleted under the lock.
using System.IO;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ValidCode.LOCK3007;

public static class A
{
    [DllImport("libc", SetLastError = true)]
    static extern int flock(SafeFileHandle fd, int op);

    public static void Evict(string lockPath, string entry)
    {
        using var fd = File.OpenHandle(lockPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        if (flock(fd, 2) != 0)
            throw new IOException("flock");
        try
        {
            if (File.Exists(entry))
                File.Delete(entry);
        }
        finally
        {
            flock(fd, 8);
        }
    }
}
