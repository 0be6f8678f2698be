// System calls retried through a helper that takes them as delegates; cleanup under the lock deletes other files, never the lock file.
using System;
using System.IO;
using System.Runtime.InteropServices;

namespace Cleaning;

public sealed class RetriedCalls
{
    private const int LOCK_SH = 1;
    private const int LOCK_EX = 2;
    private const int LOCK_NB = 4;
    private const int LOCK_UN = 8;

    [DllImport("libc", SetLastError = true)]
    private static extern int flock(int fd, int operation);
    [DllImport("libc", SetLastError = true)]
    private static extern int open([MarshalAs(UnmanagedType.LPUTF8Str)] string pathname, int flags, uint mode);

    [DllImport("libc", SetLastError = true)]
    private static extern int close(int fd);

    private const int O_RDWR = 2, O_CREAT = 0x40, O_CLOEXEC = 0x80000;

    public int CleanUp(string folder, TimeSpan age)
    {
        string gate = Path.Combine(folder, ".cleaning");
        int fd = Retry(() => open(gate, O_RDWR | O_CREAT | O_CLOEXEC, 0x1B6), "open");
        try
        {
            Retry(() => flock(fd, LOCK_EX), "flock");
            int removed = 0;
            foreach (string file in Directory.EnumerateFiles(folder, "*.tmp"))
            {
                if (DateTime.UtcNow - File.GetLastWriteTimeUtc(file) < age)
                    continue;
                File.Delete(file);
                removed++;
            }

            return removed;
        }
        finally
        {
            close(fd);
        }
    }

    private static int Retry(Func<int> call, string name)
    {
        while (true)
        {
            int result = call();
            if (result >= 0)
                return result;
            int errno = Marshal.GetLastPInvokeError();
            if (errno != 4)
                throw new IOException(name, errno);
        }
    }
}
