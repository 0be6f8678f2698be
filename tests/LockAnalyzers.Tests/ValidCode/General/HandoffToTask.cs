// Right: the started task owns the lock and releases it in its own finally.
using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading.Tasks;
using Microsoft.Win32.SafeHandles;

namespace ValidCode.General;

public static class Background
{
    [DllImport("libc", SetLastError = true)]
    private static extern int flock(SafeFileHandle fd, int op);

    public static Task? TryStart(SafeFileHandle fd, Action work)
    {
        if (flock(fd, 2 | 4) != 0)
            return null;
        return Task.Run(() =>
        {
            try
            {
                work();
            }
            finally
            {
                flock(fd, 8);
            }
        });
    }
}
