// A record lock around two system calls that throw on failure.
using System;
using System.IO;
using System.Runtime.InteropServices;

namespace Copies;

public sealed class RecordCopier
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

    private readonly int _fd;

    public RecordCopier(int fd) => _fd = fd;

    public void Copy(long offset, int length, Func<long, int, byte[]> read, Action<byte[]> write)
    {
        var range = new Flock { l_type = F_WRLCK, l_start = offset, l_len = length };
        while ({|LOCK3002:fcntl(_fd, F_SETLKW, ref range)|} < 0)
        {
            int errno = Marshal.GetLastPInvokeError();
            if (errno != 4)
                throw new IOException("fcntl", errno);
        }

        byte[] record = read(offset, length);
        write(record);

        var end = new Flock { l_type = F_UNLCK, l_start = offset, l_len = length };
        if (fcntl(_fd, F_SETLK, ref end) < 0)
            throw new IOException("fcntl", Marshal.GetLastPInvokeError());
    }
}
