// Right: every exception is kept, the lock released, then the exception thrown on.
using System;
using System.IO;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace ValidCode.General;

public class Deferring
{
    [DllImport("libc", SetLastError = true)]
    private static extern int flock(int fd, int op);

    public void Run(int fd, Action body)
    {
        if (flock(fd, 2) != 0)
            throw new IOException("flock");
        ExceptionDispatchInfo? error = null;
        try
        {
            body();
        }
        catch (Exception e)
        {
            error = ExceptionDispatchInfo.Capture(e);
        }
        flock(fd, 8);
        error?.Throw();
    }
}
