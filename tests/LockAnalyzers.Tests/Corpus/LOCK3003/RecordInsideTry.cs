// A refused record lock, then an unlock that drops a lock which another thread of the process took on these bytes.
using System;
using System.IO;
using System.Runtime.InteropServices;

namespace Records;

public sealed class RecordEditor
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

    public RecordEditor(int fd) => _fd = fd;

    public bool TryEdit(long offset, long length, Action edit)
    {
        try
        {
            var range = new Flock { l_type = F_WRLCK, l_start = offset, l_len = length };
            if ({|LOCK3003:fcntl(_fd, F_SETLK, ref range)|} == -1)
            {
                int errno = Marshal.GetLastPInvokeError();
                if (errno is 11 or 13)
                    return false;
                throw new IOException("fcntl", errno);
            }

            edit();
            return true;
        }
        finally
        {
            var release = new Flock { l_type = F_UNLCK, l_start = offset, l_len = length };
            fcntl(_fd, F_SETLK, ref release);
        }
    }
}
