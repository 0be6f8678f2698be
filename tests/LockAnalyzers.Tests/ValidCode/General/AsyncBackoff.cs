// Right: refused attempts wait and retry, a cancelled wait closes the file, success hands it to the caller.
using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Win32.SafeHandles;

namespace ValidCode.General;

public static class Acquirer
{
    [DllImport("libc", SetLastError = true)]
    private static extern int flock(SafeFileHandle fd, int op);
    private const int EAGAIN_LINUX = 11, EAGAIN_MAC = 35;

    public static async Task<SafeFileHandle> WaitAsync(string path, CancellationToken ct)
    {
        SafeFileHandle fd = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        try
        {
            for (int pause = 1; ; pause = Math.Min(pause * 2, 50))
            {
                if (flock(fd, 2 | 4) == 0)
                    return fd;
                int errno = Marshal.GetLastPInvokeError();
                if (errno is not (EAGAIN_LINUX or EAGAIN_MAC))
                    throw new IOException($"flock: {errno}");
                await Task.Delay(pause, ct).ConfigureAwait(false);
            }
        }
        catch
        {
            fd.Dispose();
            throw;
        }
    }
}
