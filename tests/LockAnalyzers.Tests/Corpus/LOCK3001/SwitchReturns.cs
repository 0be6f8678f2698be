// One case of the switch forgets what the others do.
using System;
using System.IO;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Switching;

public enum Request { Add, Remove, Peek }

internal sealed class Inventory
{
    [DllImport("libc", SetLastError = true)]
    private static extern int flock(SafeFileHandle fd, FlockOperation operation);

    [Flags]
    private enum FlockOperation
    {
        Shared = 1,
        Exclusive = 2,
        NonBlocking = 4,
        Unlock = 8,
    }

    private readonly SafeFileHandle _file;
    private int _count;

    internal Inventory(SafeFileHandle file) => _file = file;

    internal int Apply(Request request)
    {
        while ({|LOCK3001:flock(_file, FlockOperation.Exclusive)|} < 0)
        {
            if (Marshal.GetLastPInvokeError() != 4)
                throw new IOException("flock", Marshal.GetLastPInvokeError());
        }

        switch (request)
        {
            case Request.Add:
                _count++;
                break;
            case Request.Remove:
                _count--;
                break;
            case Request.Peek:
                return _count;
        }

        flock(_file, FlockOperation.Unlock);
        return _count;
    }
}
