// The Windows flags come from the caller: whether it waits is not for this method to say.
using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace ValidCode.LOCK1003;

public static class Switches
{
    private const uint LOCKFILE_FAIL_IMMEDIATELY = 0x00000001;
    private const uint LOCKFILE_EXCLUSIVE_LOCK = 0x00000002;

    [DllImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool LockFileEx(SafeFileHandle hFile, uint dwFlags, uint dwReserved, uint nNumberOfBytesToLockLow, uint nNumberOfBytesToLockHigh, ref NativeOverlapped lpOverlapped);

    [DllImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool UnlockFileEx(SafeFileHandle hFile, uint dwReserved, uint nNumberOfBytesToUnlockLow, uint nNumberOfBytesToUnlockHigh, ref NativeOverlapped lpOverlapped);
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

    public static void Enter(SafeFileHandle file, uint windowsFlags)
    {
        switch (Environment.OSVersion.Platform)
        {
            case PlatformID.Win32NT:
                uint flags = LOCKFILE_EXCLUSIVE_LOCK | windowsFlags;
                NativeOverlapped ov = default;
                if (!LockFileEx(file, flags, 0, uint.MaxValue, uint.MaxValue, ref ov))
                    throw new Win32Exception(Marshal.GetLastPInvokeError());
                break;

            case PlatformID.Unix:
                var all = new Flock { l_type = F_WRLCK };
                if (fcntl((int)file.DangerousGetHandle(), F_SETLK, ref all) != 0)
                    throw new IOException("fcntl", Marshal.GetLastPInvokeError());
                GC.KeepAlive(file);
                break;

            default:
                throw new PlatformNotSupportedException();
        }
    }
}
