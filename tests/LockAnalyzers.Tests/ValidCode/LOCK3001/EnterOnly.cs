// Enter hands the lock to its caller; Leave, another method, releases it.
using System;
using System.IO;
using System.Runtime.InteropServices;

namespace ValidCode.LOCK3001;

public class CrossProcessGate
{
    [DllImport("libc", SetLastError = true)]
    private static extern int flock(int fd, int operation);

    private readonly int fd;
    private int depth;

    public CrossProcessGate(int fd) { this.fd = fd; }

    public void Enter()
    {
        if (depth > 0)
        {
            depth++;
            return;
        }
        if (flock(fd, 2) < 0)
            throw new IOException("flock: " + Marshal.GetLastPInvokeError());
        depth = 1;
    }

    public void Leave()
    {
        if (depth == 0) throw new InvalidOperationException();
        if (--depth > 0) return;
        flock(fd, 8);
    }
}
