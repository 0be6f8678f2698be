// After the using released the flock, the lock file is deleted.
using System;
using System.IO;
using System.Runtime.InteropServices;

namespace Assets.Bake;

public static class Baker
{
    [DllImport("libc", SetLastError = true)]
    static extern int flock(SafeHandle fd, int operation);

    public static void Bake(string lockFile, Action bake)
    {
        using (var stream = new FileStream(lockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None))
        {
            if (flock(stream.SafeFileHandle, 2) == -1)
                throw new IOException("lock", Marshal.GetLastPInvokeError());
            bake();
            flock(stream.SafeFileHandle, 8);
        }
        {|LOCK3007:File.Delete(lockFile)|};
    }
}
