// fcntl takes F_WRLCK, LockFileEx only refuses to wait.
using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace Ledger.Native;

public static class RecordGuard
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

    [Flags]
    private enum LockFlags : uint
    {
        None = 0,
        FailImmediately = 1,
        Exclusive = 2,
    }

    [DllImport("kernel32.dll", SetLastError = true)]
    private static extern bool LockFileEx(SafeFileHandle file, LockFlags flags, uint reserved, uint sizeLow, uint sizeHigh, ref NativeOverlapped overlapped);

    [DllImport("kernel32.dll", SetLastError = true)]
    private static extern bool UnlockFileEx(SafeFileHandle file, uint reserved, uint sizeLow, uint sizeHigh, ref NativeOverlapped overlapped);

    public static bool TryHold(FileStream ledger)
    {
        if (!RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
        {
            var range = new Flock { l_type = F_WRLCK, l_whence = 0, l_start = 0, l_len = 0 };
            var rc = fcntl((int)ledger.SafeFileHandle.DangerousGetHandle(), F_SETLK, ref range);
            GC.KeepAlive(ledger);
            return rc == 0;
        }

        var overlapped = new NativeOverlapped();
        return LockFileEx(ledger.SafeFileHandle, {|LOCK1001:LockFlags.FailImmediately|}, 0, uint.MaxValue, uint.MaxValue, ref overlapped);
    }
}
