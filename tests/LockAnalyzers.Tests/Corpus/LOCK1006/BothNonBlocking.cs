// Through an enum and two statements.
using System;
using System.IO;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Statements;

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
        operation |= FlockOperation.Exclusive;
        if (flock(file, {|LOCK1006:operation|}) == 0)
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
