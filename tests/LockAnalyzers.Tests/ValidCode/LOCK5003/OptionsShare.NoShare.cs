// The options say that the opening is the lock.
using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace ValidCode.LOCK5003.Options;

internal static class SessionFile
{
    private const int LOCK_EX = 2;
    private const int LOCK_NB = 4;

    [DllImport("libc", SetLastError = true)]
    private static extern int flock(SafeFileHandle file, int operation);

    public static FileStream Enter(string path, CancellationToken cancellation)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

        var file = new FileStream(path, options);
        try
        {
            while (flock(file.SafeFileHandle, LOCK_EX | LOCK_NB) != 0)
            {
                if (Marshal.GetLastPInvokeError() is not (11 or 35))
                    throw new IOException("flock failed with " + Marshal.GetLastPInvokeError());
                cancellation.WaitHandle.WaitOne(20);
                cancellation.ThrowIfCancellationRequested();
            }

            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }
}
