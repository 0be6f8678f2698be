// Right: the iterator releases in a finally, which also runs when the consumer stops early.
using System;
using System.Collections.Generic;
using System.IO;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ValidCode.General;

public static class Pages
{
    [DllImport("libc", SetLastError = true)]
    private static extern int flock(SafeFileHandle fd, int op);

    public static IEnumerable<byte[]> Read(SafeFileHandle file, int size)
    {
        if (flock(file, 2) != 0)
            throw new IOException("flock");
        try
        {
            long length = RandomAccess.GetLength(file);
            for (long at = 0; at < length; at += size)
            {
                var page = new byte[size];
                if (RandomAccess.Read(file, page, at) == 0)
                    yield break;
                yield return page;
            }
        }
        finally
        {
            flock(file, 8);
        }
    }
}
