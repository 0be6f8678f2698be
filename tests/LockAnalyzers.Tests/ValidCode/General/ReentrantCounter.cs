// Right: only the outermost Enter locks and only the outermost Leave unlocks.
using System;
using System.IO;
using System.Runtime.InteropServices;

namespace ValidCode.General;

public sealed class ReentrantFileMutex
{
    [DllImport("libc", SetLastError = true)]
    private static extern int flock(int fd, int op);

    private readonly object _sync = new();
    private readonly int _fd;
    private int _depth;

    public ReentrantFileMutex(int fd) => _fd = fd;

    public void Enter()
    {
        lock (_sync)
        {
            if (_depth == 0 && flock(_fd, 2) != 0)
                throw new IOException($"flock: {Marshal.GetLastPInvokeError()}");
            _depth++;
        }
    }

    public void Leave()
    {
        lock (_sync)
        {
            if (_depth == 0)
                throw new InvalidOperationException("not held");
            if (--_depth == 0)
                flock(_fd, 8);
        }
    }

    public void Run(Action action)
    {
        Enter();
        try { action(); }
        finally { Leave(); }
    }
}
