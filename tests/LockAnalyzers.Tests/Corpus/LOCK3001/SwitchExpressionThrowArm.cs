// The discard arm of the switch expression throws while the OFD lock is held.
using System;
using System.IO;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Queueing.Priorities;

internal static class Syscall
{
    public const int F_OFD_SETLK = 37;
    public const int F_OFD_SETLKW = 38;

    [StructLayout(LayoutKind.Sequential)]
    public struct Flock
    {
        public short Type;
        public short Whence;
        public long Start;
        public long Len;
        public int Pid;
    }

    [DllImport("libc", SetLastError = true)]
    public static extern int fcntl(SafeFileHandle fd, int cmd, ref Flock l);
}

public class PriorityTable
{
    readonly int[] weights = new int[3];

    public void Bump(SafeFileHandle table, char level)
    {
        Syscall.Flock wr = new() { Type = 1 };
        if ({|LOCK3001:Syscall.fcntl(table, Syscall.F_OFD_SETLKW, ref wr)|} < 0)
            throw new IOException("cannot lock table");

        int slot = level switch
        {
            'l' => 0,
            'm' => 1,
            'h' => 2,
            _ => throw new ArgumentOutOfRangeException(nameof(level)),
        };
        weights[slot]++;

        Syscall.Flock un = new() { Type = 2 };
        Syscall.fcntl(table, Syscall.F_OFD_SETLK, ref un);
    }
}
