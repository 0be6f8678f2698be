// A helper closes the descriptor and throws.
using System.Diagnostics.CodeAnalysis;
using System.IO;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ValidCode.LOCK3004;

public static class H
{
    [DllImport("libc", SetLastError = true)] static extern int flock(SafeFileHandle fd, int op);

    public static SafeFileHandle Open(string path)
    {
        var fd = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        if (flock(fd, 2) != 0)
            CloseAndThrow(fd, Marshal.GetLastPInvokeError());
        return fd;
    }

    [DoesNotReturn]
    private static void CloseAndThrow(SafeFileHandle fd, int errno)
    {
        fd.Dispose();
        throw new IOException($"flock: {errno}");
    }
}
