// The same zero in a struct flock, where it means everything to the end of the file.
using System;
using System.IO;
using System.Runtime.InteropServices;

namespace ValidCode.LOCK2003;

public static class LedgerReset
{
    [StructLayout(LayoutKind.Sequential)]
    private struct Flock
    {
        public short l_type;
        public short l_whence;
        public long l_start;
        public long l_len;
        public int l_pid;
    }

    private const int F_OFD_SETLKW = 38;
    private const short F_WRLCK = 1;
    private const short F_UNLCK = 2;

    [DllImport("libc", SetLastError = true)]
    private static extern int fcntl(int fd, int cmd, ref Flock arg);

    [DllImport("libc", SetLastError = true)]
    private static extern int ftruncate(int fd, long length);

    private const long Everything = 0;

    public static void Reset(int ledger)
    {
        var all = new Flock { l_type = F_WRLCK, l_len = Everything };
        while (fcntl(ledger, F_OFD_SETLKW, ref all) != 0)
        {
            int errno = Marshal.GetLastPInvokeError();
            if (errno != 4)
                throw new IOException("fcntl", errno);
        }

        try
        {
            if (ftruncate(ledger, 0) != 0)
                throw new IOException("ftruncate", Marshal.GetLastPInvokeError());
        }
        finally
        {
            all.l_type = F_UNLCK;
            fcntl(ledger, F_OFD_SETLKW, ref all);
        }
    }
}
