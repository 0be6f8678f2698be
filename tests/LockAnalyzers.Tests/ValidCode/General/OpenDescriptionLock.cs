// Open-file-description locks: shared, upgraded in one atomic step, released as a whole.
using System;
using System.IO;
using System.Runtime.InteropServices;

namespace Linux.Ofd;

public sealed class OpenDescriptionLock
{
    private const int F_OFD_SETLK = 37;
    private const int F_OFD_SETLKW = 38;

    private enum Kind : short { Read = 0, Write = 1, None = 2 }

    [StructLayout(LayoutKind.Sequential)]
    private struct Range
    {
        public Kind Type;
        public short Whence;
        public long Start;
        public long Length;
        public int Pid;
    }

    [DllImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static extern int Control(int fd, int command, ref Range range);

    private readonly int _fd;

    public OpenDescriptionLock(int fd) => _fd = fd;

    public bool IsWriter { get; private set; }

    public void EnterShared() => Wait(Kind.Read);

    public bool TryUpgrade()
    {
        var range = new Range { Type = Kind.Write };
        if (Control(_fd, F_OFD_SETLK, ref range) == 0)
        {
            IsWriter = true;
            return true;
        }

        int errno = Marshal.GetLastPInvokeError();
        if (errno is 11 or 13)
            return false;
        throw new IOException("fcntl", errno);
    }

    public void Exit()
    {
        var range = new Range { Type = Kind.None };
        if (Control(_fd, F_OFD_SETLK, ref range) != 0)
            throw new IOException("fcntl", Marshal.GetLastPInvokeError());
        IsWriter = false;
    }

    private void Wait(Kind kind)
    {
        while (true)
        {
            var range = new Range { Type = kind };
            if (Control(_fd, F_OFD_SETLKW, ref range) == 0)
                return;
            int errno = Marshal.GetLastPInvokeError();
            if (errno != 4)
                throw new IOException("fcntl", errno);
        }
    }
}
