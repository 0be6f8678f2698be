// The catch swallows the parse error and returns, skipping the unlock after the try.
using System;
using System.Globalization;
using System.IO;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Counters.OnDisk;

public static class DiskCounter
{
    [Flags]
    private enum FlockOp { Shared = 1, Exclusive = 2, NonBlocking = 4, Unlock = 8 }

    [DllImport("libc", EntryPoint = "flock", SetLastError = true)]
    private static extern int Flock(SafeFileHandle handle, FlockOp op);

    public static long? Next(SafeFileHandle handle, string raw)
    {
        if ({|LOCK3001:Flock(handle, FlockOp.Exclusive)|} != 0)
            throw new IOException("lock refused");

        long value;
        try
        {
            value = long.Parse(raw, CultureInfo.InvariantCulture);
        }
        catch (FormatException)
        {
            Console.Error.WriteLine("counter is corrupt");
            return null;
        }

        if (Flock(handle, FlockOp.Unlock) != 0)
            throw new IOException("unlock failed");
        return value + 1;
    }
}
