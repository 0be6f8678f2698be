// A reader that tries, and waits for every writer.
using System;
using System.IO;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace TryReaders;

public sealed class TryReaders
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

    public TryReaders(SafeFileHandle file) => _file = file;

    public bool TryRead(Span<byte> into)
    {
        if (flock(_file, {|LOCK1004:FlockOperation.Shared|}) != 0)
        {
            int errno = Marshal.GetLastPInvokeError();
            if (errno == 11)
                return false;
            throw new IOException("flock", errno);
        }

        try
        {
            return RandomAccess.Read(_file, into, 0) == into.Length;
        }
        finally
        {
            flock(_file, FlockOperation.Unlock);
        }
    }

    public void Write(ReadOnlySpan<byte> from)
    {
        while (flock(_file, FlockOperation.Exclusive) != 0)
        {
            int errno = Marshal.GetLastPInvokeError();
            if (errno != 4)
                throw new IOException("flock", errno);
        }

        try
        {
            RandomAccess.Write(_file, from, 0);
        }
        finally
        {
            flock(_file, FlockOperation.Unlock);
        }
    }
}
