// F_RDLCK around a pread: the slot is only read, and its writer takes F_WRLCK elsewhere.
using System;
using System.IO;
using System.Runtime.InteropServices;

namespace ValidCode.LOCK1001;

public sealed class FixedSlotTable
{
    private const int F_SETLK = 6;
    private const int F_SETLKW = 7;
    private const short F_RDLCK = 0;
    private const short F_WRLCK = 1;
    private const short F_UNLCK = 2;

    [StructLayout(LayoutKind.Sequential)]
    private struct Flock
    {
        public short l_type;
        public short l_whence;
        public long l_start;
        public long l_len;
        public int l_pid;
    }

    [DllImport("libc", SetLastError = true)]
    private static extern int fcntl(int fd, int cmd, ref Flock arg);

    [DllImport("libc", SetLastError = true)]
    private static extern nint pread(int fd, byte[] data, nint count, long offset);

    private readonly int _fd;

    public FixedSlotTable(int fd) => _fd = fd;

    public void Load(byte[] slot, long offset)
    {
        var region = new Flock
        {
            l_type = F_RDLCK,
            l_whence = 0,
            l_start = offset,
            l_len = slot.Length,
        };
        while (fcntl(_fd, F_SETLKW, ref region) == -1)
        {
            int errno = Marshal.GetLastPInvokeError();
            if (errno != 4)
                throw new IOException("fcntl", errno);
        }

        try
        {
            if (pread(_fd, slot, slot.Length, offset) != slot.Length)
                throw new IOException("pread", Marshal.GetLastPInvokeError());
        }
        finally
        {
            var release = new Flock { l_type = F_UNLCK, l_whence = 0, l_start = offset, l_len = slot.Length };
            fcntl(_fd, F_SETLKW, ref release);
        }
    }
}
