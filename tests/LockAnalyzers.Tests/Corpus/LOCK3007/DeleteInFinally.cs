// One method: open, lock, work, close, delete.
using System;
using System.IO;
using System.Runtime.InteropServices;

namespace Finally;

public static class CronJob
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

    public static void Run(string lockPath, Action job)
    {
        int fd = open(lockPath, 0x2 | 0x40 | 0x80000, 0x1A4);
        if (fd == -1)
            throw new IOException("open " + lockPath, Marshal.GetLastPInvokeError());

        bool locked = false;
        try
        {
            locked = flock(fd, LOCK_EX | LOCK_NB) == 0;
            if (!locked)
                throw new IOException("The job is running.", Marshal.GetLastPInvokeError());
            job();
        }
        finally
        {
            close(fd);
            if (locked)
                {|LOCK3007:File.Delete(lockPath)|};
        }
    }
}
