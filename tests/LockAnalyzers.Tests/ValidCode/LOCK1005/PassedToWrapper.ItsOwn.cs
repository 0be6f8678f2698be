// A constant of flock reaches flock through the wrapper's parameter.
using System;
using System.IO;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ValidCode.LOCK1005;

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

public sealed class SensorStore
{
    public static void With(SafeFileHandle file, Action action)
    {
        Flocks.Apply(file, Flocks.LOCK_EX);
        try
        {
            action();
        }
        finally
        {
            Flocks.Apply(file, Flocks.LOCK_UN);
        }
    }
}
