// LOCK_SH around a read of the process id: readers may share.
using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Text;

namespace ValidCode.LOCK1001;

public sealed class PidFile
{
    private const int LOCK_SH = 1;
    private const int LOCK_EX = 2;
    private const int LOCK_NB = 4;
    private const int LOCK_UN = 8;

    [DllImport("libc", SetLastError = true)]
    private static extern int flock(int fd, int operation);

    [DllImport("libc", SetLastError = true)]
    private static extern nint pread(int fd, byte[] buffer, nint count, long offset);

    private readonly int fd;

    public PidFile(int fd) => this.fd = fd;

    public int ReadPid()
    {
        while (flock(fd, LOCK_SH) != 0)
        {
            int errno = Marshal.GetLastPInvokeError();
            if (errno != 4)
                throw new IOException("flock failed", errno);
        }

        try
        {
            byte[] text = new byte[16];
            nint length = pread(fd, text, text.Length, 0);
            if (length < 0)
                throw new IOException("pread failed", Marshal.GetLastPInvokeError());
            return int.Parse(Encoding.ASCII.GetString(text, 0, (int)length));
        }
        finally
        {
            flock(fd, LOCK_UN);
        }
    }
}
