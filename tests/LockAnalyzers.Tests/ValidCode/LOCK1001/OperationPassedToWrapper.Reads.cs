// The operation is a parameter of the wrapper; who passes LOCK_SH reads.
using System;
using System.IO;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ValidCode.LOCK1001;

internal static class Flocks
{
    internal const int LOCK_SH = 1;
    internal const int LOCK_EX = 2;
    internal const int LOCK_NB = 4;
    internal const int LOCK_UN = 8;

    [DllImport("libc", SetLastError = true)]
    private static extern int flock(SafeFileHandle fd, int operation);

    internal static void Apply(SafeFileHandle file, int operation)
    {
        while (flock(file, operation) != 0)
        {
            int errno = Marshal.GetLastPInvokeError();
            if (errno != 4)
                throw new IOException("flock", errno);
        }
    }
}

public sealed class RatingStore
{
    private readonly SafeFileHandle _file;

    public RatingStore(SafeFileHandle file) => _file = file;

    public int Get(byte[] rating, long at)
    {
        Flocks.Apply(_file, Flocks.LOCK_SH);
        try
        {
            return RandomAccess.Read(_file, rating, at);
        }
        finally
        {
            Flocks.Apply(_file, Flocks.LOCK_UN);
        }
    }
}
