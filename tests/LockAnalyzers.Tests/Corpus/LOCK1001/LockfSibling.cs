// lockf is exclusive by nature; its Windows twin is not.
using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace Mail.Spool;

public static class MailboxFile
{
    private const int F_ULOCK = 0, F_LOCK = 1;

    [DllImport("libc", SetLastError = true)]
    private static extern int lockf(int fd, int cmd, long len);

    [DllImport("kernel32", SetLastError = true)]
    static extern bool LockFileEx(SafeFileHandle handle, uint flags, uint reserved, uint lengthLow, uint lengthHigh, ref NativeOverlapped overlapped);

    [DllImport("kernel32", SetLastError = true)]
    static extern bool UnlockFileEx(SafeFileHandle handle, uint reserved, uint lengthLow, uint lengthHigh, ref NativeOverlapped overlapped);

    public static void Seize(SafeFileHandle mailbox)
    {
        switch (Environment.OSVersion.Platform)
        {
            case PlatformID.Unix:
                int status;
                do
                {
                    status = lockf((int)mailbox.DangerousGetHandle(), F_LOCK, 0);
                }
                while (status != 0 && Marshal.GetLastWin32Error() == 4);
                GC.KeepAlive(mailbox);
                if (status != 0)
                    throw new IOException("lockf", Marshal.GetLastWin32Error());
                break;

            case PlatformID.Win32NT:
                NativeOverlapped start = new NativeOverlapped();
                if (LockFileEx(mailbox, {|LOCK1001:0x0|}, 0, uint.MaxValue, uint.MaxValue, ref start) == false)
                    throw new IOException("LockFileEx", Marshal.GetLastWin32Error());
                break;

            default:
                throw new PlatformNotSupportedException();
        }
    }
}
