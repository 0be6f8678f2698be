// F_UNLCK is 2, beside the other two of Linux.
using System;
using System.IO;
using System.Runtime.InteropServices;

namespace ValidCode.LOCK1005;

internal sealed class Types
{
    private const int F_OFD_SETLKW = 38;
    private const short F_RDLCK = 0;
    private const short F_WRLCK = 1;
    private const short F_UNLCK = 2;

    [StructLayout(LayoutKind.Sequential)]
    private struct Range
    {
        public short Type;
        public short Whence;
        public long Start;
        public long Length;
        public int Pid;
    }

    [DllImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static extern int Control(int fd, int command, ref Range range);

    internal void Enter(int fd, bool writing)
    {
        var range = new Range { Type = writing ? F_WRLCK : F_RDLCK };
        while (Control(fd, F_OFD_SETLKW, ref range) != 0)
        {
            int errno = Marshal.GetLastPInvokeError();
            if (errno != 4)
                throw new IOException("fcntl", errno);
        }
    }
}
