// F_TLOCK instead of F_LOCK.
using System;
using System.IO;
using System.Runtime.InteropServices;

namespace ValidCode.LOCK1004;

public static class TryMailboxes
{
    private const int F_ULOCK = 0;
    private const int F_LOCK = 1;
    private const int F_TLOCK = 2;

    [DllImport("libc", SetLastError = true)]
    private static extern int lockf(int fd, int cmd, long len);

    public static bool TryOpen(int mailbox)
    {
        int rc = lockf(mailbox, F_TLOCK, 0);
        if (rc == 0)
            return true;
        int errno = Marshal.GetLastPInvokeError();
        return errno is 11 or 13 ? false : throw new IOException("lockf", errno);
    }

    public static void Close(int mailbox)
    {
        if (lockf(mailbox, F_ULOCK, 0) != 0)
            throw new IOException("lockf", Marshal.GetLastPInvokeError());
    }
}
