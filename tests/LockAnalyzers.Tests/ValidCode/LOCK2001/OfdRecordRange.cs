// Right: an OFD record lock, same range at unlock, released in the finally.
using System;
using System.IO;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ValidCode.LOCK2001;

public sealed class RecordTable
{
    [StructLayout(LayoutKind.Sequential)]
    private struct Flock { public short Type, Whence; public long Start, Len; public int Pid; }

    [DllImport("libc", SetLastError = true)]
    private static extern int fcntl(SafeFileHandle fd, int cmd, ref Flock arg);

    private const int F_OFD_SETLK = 37, F_OFD_SETLKW = 38;
    private readonly SafeFileHandle _table;

    public RecordTable(SafeFileHandle table) => _table = table;

    public void Update(long start, long length, Action<SafeFileHandle> update)
    {
        Set(F_OFD_SETLKW, 1, start, length);
        try
        {
            update(_table);
        }
        finally
        {
            Set(F_OFD_SETLK, 2, start, length);
        }
    }

    private void Set(int command, short type, long start, long length)
    {
        var arg = new Flock { Type = type, Start = start, Len = length };
        while (fcntl(_table, command, ref arg) == -1)
        {
            int errno = Marshal.GetLastPInvokeError();
            if (errno != 4)
                throw new IOException($"fcntl: {errno}");
        }
    }
}
