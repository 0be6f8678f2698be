// Right: the helpers never return, so the body after them holds the lock and its finally releases it.
using System;
using System.Diagnostics.CodeAnalysis;
using System.IO;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ValidCode.General;

internal static class Throw
{
    [DoesNotReturn]
    public static void Errno(string call) => throw new IOException($"{call}: {Marshal.GetLastPInvokeError()}");

    public static void IfNot([DoesNotReturnIf(false)] bool condition, string call)
    {
        if (!condition) Errno(call);
    }
}

public class Applier
{
    [DllImport("libc", SetLastError = true)]
    private static extern int flock(SafeFileHandle fd, int op);

    public void Apply(SafeFileHandle fd, Action patch)
    {
        if (flock(fd, 2) != 0)
            Throw.Errno("flock");
        try { patch(); }
        finally { flock(fd, 8); }
    }

    public void ApplyChecked(SafeFileHandle fd, Action patch)
    {
        int rc = flock(fd, 2);
        Throw.IfNot(rc == 0, "flock");
        try { patch(); }
        finally { flock(fd, 8); }
    }
}
