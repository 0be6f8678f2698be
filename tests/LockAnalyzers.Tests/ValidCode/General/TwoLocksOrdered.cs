// Right: nested finally blocks release both locks in reverse order.
using System;
using System.IO;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ValidCode.General;

public class Transfer
{
    [DllImport("libc", SetLastError = true)]
    private static extern int flock(SafeFileHandle fd, int op);

    public void Move(SafeFileHandle from, SafeFileHandle to, Action<SafeFileHandle, SafeFileHandle> move)
    {
        Lock(from);
        try
        {
            Lock(to);
            try
            {
                move(from, to);
            }
            finally
            {
                Unlock(to);
            }
        }
        finally
        {
            Unlock(from);
        }
    }

    private static void Lock(SafeFileHandle fd)
    {
        if (flock(fd, 2) != 0) throw new IOException("flock");
    }

    private static void Unlock(SafeFileHandle fd) => flock(fd, 8);
}
