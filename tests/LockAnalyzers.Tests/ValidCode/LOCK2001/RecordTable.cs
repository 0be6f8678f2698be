// Record locks: offset and length come from the record, the same at lock and unlock.
using System;
using System.IO;
using System.Runtime.InteropServices;

namespace ValidCode.LOCK2001;

public sealed class RecordTable
{
    public const int RecordSize = 256;

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
    private static extern nint pread(int fd, byte[] buffer, nint count, long offset);

    [DllImport("libc", SetLastError = true)]
    private static extern nint pwrite(int fd, byte[] buffer, nint count, long offset);

    private readonly int _fd;

    public RecordTable(int fd) => _fd = fd;

    public byte[] Load(long record)
    {
        var buffer = new byte[RecordSize];
        long offset = record * RecordSize;
        Lock(F_RDLCK, offset, RecordSize);
        try
        {
            if (pread(_fd, buffer, RecordSize, offset) != RecordSize)
                throw new EndOfStreamException();
            return buffer;
        }
        finally
        {
            Unlock(offset, RecordSize);
        }
    }

    public void Store(long record, byte[] content)
    {
        if (content.Length != RecordSize)
            throw new ArgumentException("A record has " + RecordSize + " bytes.", nameof(content));

        long offset = record * RecordSize;
        Lock(F_WRLCK, offset, RecordSize);
        try
        {
            if (pwrite(_fd, content, RecordSize, offset) != RecordSize)
                throw new IOException("pwrite", Marshal.GetLastPInvokeError());
        }
        finally
        {
            Unlock(offset, RecordSize);
        }
    }

    private void Lock(short type, long offset, long length)
    {
        var range = new Flock { l_type = type, l_whence = 0, l_start = offset, l_len = length };
        while (fcntl(_fd, F_SETLKW, ref range) == -1)
        {
            int errno = Marshal.GetLastPInvokeError();
            if (errno != 4)
                throw new IOException("fcntl", errno);
        }
    }

    private void Unlock(long offset, long length)
    {
        var range = new Flock { l_type = F_UNLCK, l_whence = 0, l_start = offset, l_len = length };
        if (fcntl(_fd, F_SETLK, ref range) == -1)
            throw new IOException("fcntl", Marshal.GetLastPInvokeError());
    }
}
