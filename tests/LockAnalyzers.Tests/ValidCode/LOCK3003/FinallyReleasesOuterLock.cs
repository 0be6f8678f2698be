// The finally releases the outer lock, taken before the try; the inner one has its own finally.
using System;
using System.IO;
using System.Runtime.InteropServices;

namespace ValidCode.LOCK3003;

public static class E
{
    [DllImport("libc", SetLastError = true)]
    private static extern int flock(int fd, int op);

    public static void Do(int outer, int inner, Action body)
    {
        if (flock(outer, 2) != 0) throw new IOException("outer");
        try
        {
            if (flock(inner, 2) != 0) throw new IOException("inner");
            try { body(); }
            finally { flock(inner, 8); }
        }
        finally
        {
            flock(outer, 8);
        }
    }
}
