// The numbers of macOS, in a type that is named for it.
using System;
using System.IO;
using System.Runtime.InteropServices;

namespace ValidCode.LOCK1005;

public sealed class MacOSCommands
{
    private const int F_SETLK = 8;
    private const int F_SETLKW = 9;
    private const short F_WRLCK = 3;
    private const short F_UNLCK = 2;

    [StructLayout(LayoutKind.Sequential)]
    private struct Flock
    {
        public long l_start;
        public long l_len;
        public int l_pid;
        public short l_type;
        public short l_whence;
    }

    // For Apple's arm64: the arguments that nobody reads leave the record on the stack, where fcntl looks for it.
    [DllImport("libc", SetLastError = true)]
    private static extern int fcntl(int fd, int cmd, long x2, long x3, long x4, long x5, long x6, long x7, ref Flock arg);

    public bool TryClaim(int fd)
    {
        var all = new Flock { l_type = F_WRLCK };
        if (fcntl(fd, F_SETLK, 0, 0, 0, 0, 0, 0, ref all) == 0)
            return true;
        int errno = Marshal.GetLastPInvokeError();
        return errno is 11 or 13 ? false : throw new IOException("fcntl", errno);
    }

    public void Yield(int fd)
    {
        var all = new Flock { l_type = F_UNLCK };
        if (fcntl(fd, F_SETLK, 0, 0, 0, 0, 0, 0, ref all) != 0)
            throw new IOException("fcntl", Marshal.GetLastPInvokeError());
    }
}
