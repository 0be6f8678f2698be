// The second statement replaces the shared operation, it does not add to it.
using System;
using System.IO;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ValidCode.LOCK1006;

internal sealed class Statements
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

    internal bool TryTake(SafeFileHandle file)
    {
        FlockOperation operation = FlockOperation.Shared | FlockOperation.NonBlocking;
        operation = FlockOperation.Exclusive | (operation & FlockOperation.NonBlocking);
        if (flock(file, operation) == 0)
            return true;
        int errno = Marshal.GetLastPInvokeError();
        return errno == 11 ? false : throw new IOException("flock", errno);
    }

    internal void Give(SafeFileHandle file)
    {
        if (flock(file, FlockOperation.Unlock) != 0)
            throw new IOException("flock", Marshal.GetLastPInvokeError());
    }
}
