// continue starts the next round with the lock still held, and the next lock waits for itself.
using System;
using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace Rounds;

public sealed class Rounds
{
    [StructLayout(LayoutKind.Sequential)]
    private struct OVERLAPPED
    {
        public UIntPtr Internal;
        public UIntPtr InternalHigh;
        public uint Offset;
        public uint OffsetHigh;
        public IntPtr hEvent;
    }

    [DllImport("kernel32.dll", SetLastError = true)]
    private static extern bool LockFileEx(SafeHandle hFile, uint dwFlags, uint dwReserved, uint bytesLow, uint bytesHigh, ref OVERLAPPED lpOverlapped);

    [DllImport("kernel32.dll", SetLastError = true)]
    private static extern bool UnlockFileEx(SafeHandle hFile, uint dwReserved, uint bytesLow, uint bytesHigh, ref OVERLAPPED lpOverlapped);

    private const uint LOCKFILE_EXCLUSIVE_LOCK = 2;

    private long _sum;

    public long Sum(SafeHandle file, int from, int to)
    {
        int i = from;
        while (i < to)
        {
            OVERLAPPED at = default;
            if (!{|LOCK3001:LockFileEx(file, LOCKFILE_EXCLUSIVE_LOCK, 0, uint.MaxValue, uint.MaxValue, ref at)|})
                throw new Win32Exception(Marshal.GetLastPInvokeError());

            i++;
            if ((i & 1) == 0)
                continue;
            _sum += i;

            at = default;
            UnlockFileEx(file, 0, uint.MaxValue, uint.MaxValue, ref at);
        }

        return _sum;
    }
}
