// The stream that is closed before the unlock is another one.
using System.IO;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ValidCode.LOCK3008;

public static class H
{
    [DllImport("libc", SetLastError = true)] static extern int flock(SafeFileHandle fd, int op);

    public static void Do(SafeFileHandle gate, string data, byte[] bytes)
    {
        if (flock(gate, 2) != 0)
            throw new IOException("flock");
        try
        {
            var f = new FileStream(data, FileMode.Create);
            try { f.Write(bytes); }
            finally { f.Dispose(); }
        }
        finally
        {
            flock(gate, 8);
        }
    }
}
