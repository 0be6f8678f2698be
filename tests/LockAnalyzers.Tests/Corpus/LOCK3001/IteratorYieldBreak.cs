// yield break on the terminator leaves the lock held; the loop's normal end releases it.
using System;
using System.Collections.Generic;
using System.IO;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Mail.Boxes;

public static class MboxReader
{
    [DllImport("libc", SetLastError = true)]
    private static extern int lockf(SafeFileHandle fd, int cmd, long len);

    private const int F_ULOCK = 0, F_LOCK = 1;

    public static IEnumerable<byte> Flags(SafeFileHandle box, byte[] index)
    {
        if ({|LOCK3001:lockf(box, F_LOCK, 0)|} == -1)
            throw new IOException("cannot lock the mailbox", Marshal.GetLastPInvokeError());

        foreach (byte b in index)
        {
            if (b == 0xFF)
                yield break;
            yield return b;
        }

        lockf(box, F_ULOCK, 0);
    }
}
