// The returned release action deletes the file that was locked.
using System;
using System.IO;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Shell.History;

public static class HistoryLock
{
    [DllImport("libc", SetLastError = true)]
    private static extern int flock(SafeFileHandle fd, int op);

    public static Action Take(string lockPath)
    {
        var fd = File.OpenHandle(lockPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        if (flock(fd, 2) != 0)
        {
            fd.Dispose();
            throw new IOException("flock");
        }
        return () =>
        {
            flock(fd, 8);
            fd.Dispose();
            {|LOCK3007:File.Delete(lockPath)|};
        };
    }
}
