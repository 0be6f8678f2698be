// flock(LOCK_SH) around a write of the process id.
using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Text;

namespace Daemons;

public sealed class PidFile
{
    private const int LOCK_SH = 1;
    private const int LOCK_EX = 2;
    private const int LOCK_NB = 4;
    private const int LOCK_UN = 8;

    [DllImport("libc", SetLastError = true)]
    private static extern int flock(int fd, int operation);

    [DllImport("libc", SetLastError = true)]
    private static extern nint write(int fd, byte[] buffer, nint count);

    [DllImport("libc", SetLastError = true)]
    private static extern int ftruncate(int fd, long length);

    private readonly int fd;

    public PidFile(int fd) => this.fd = fd;

    public void Record()
    {
        while (flock(fd, {|LOCK1001:LOCK_SH|}) != 0)
        {
            int errno = Marshal.GetLastPInvokeError();
            if (errno != 4)
                throw new IOException("flock failed", errno);
        }

        try
        {
            if (ftruncate(fd, 0) != 0)
                throw new IOException("ftruncate failed", Marshal.GetLastPInvokeError());
            byte[] text = Encoding.ASCII.GetBytes(Environment.ProcessId.ToString() + "\n");
            if (write(fd, text, text.Length) != text.Length)
                throw new IOException("write failed", Marshal.GetLastPInvokeError());
        }
        finally
        {
            flock(fd, LOCK_UN);
        }
    }
}
