// Right: the locks taken so far are given back when one is refused; success returns them as one disposable.
using System;
using System.Collections.Generic;
using System.IO;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ValidCode.General;

public sealed class LockSet : IDisposable
{
    [DllImport("libc", SetLastError = true)]
    private static extern int flock(SafeFileHandle fd, int op);

    private readonly Stack<SafeFileHandle> _held = new();

    public static LockSet? TryTake(IEnumerable<string> paths)
    {
        var set = new LockSet();
        bool complete = false;
        try
        {
            foreach (string path in paths)
            {
                SafeFileHandle fd = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
                if (flock(fd, 6) != 0)
                {
                    fd.Dispose();
                    return null;
                }
                set._held.Push(fd);
            }
            complete = true;
            return set;
        }
        finally
        {
            if (!complete)
                set.Dispose();
        }
    }

    public void Dispose()
    {
        while (_held.TryPop(out SafeFileHandle? fd))
        {
            flock(fd, 8);
            fd.Dispose();
        }
    }
}
