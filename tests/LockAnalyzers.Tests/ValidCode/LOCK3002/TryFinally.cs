// Everything that can throw stands in the try whose finally releases.
using System;
using System.IO;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ValidCode.LOCK3002;

public static class Copying
{
    [DllImport("libc", SetLastError = true)]
    private static extern int flock(SafeFileHandle fd, int op);

    public static void Replace(SafeFileHandle guard, string from, string to)
    {
        if (flock(guard, 2) < 0)
            throw new IOException("flock");
        try
        {
            File.Copy(from, to, true);
        }
        finally
        {
            flock(guard, 8);
        }
    }
}
