// Right: lockf under a using handle, unlocked in the finally.
using System;
using System.IO;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ValidCode.General;

public static class Mailbox
{
    [DllImport("libc", SetLastError = true)]
    private static extern int lockf(SafeFileHandle fd, int cmd, long len);

    public static void Deliver(string box, ReadOnlySpan<byte> message)
    {
        using SafeFileHandle fd = File.OpenHandle(box, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        if (lockf(fd, 1, 0) != 0)
            throw new IOException($"lockf: {Marshal.GetLastPInvokeError()}");
        try
        {
            RandomAccess.Write(fd, message, RandomAccess.GetLength(fd));
            RandomAccess.FlushToDisk(fd);
        }
        finally
        {
            lockf(fd, 0, 0);
        }
    }
}
