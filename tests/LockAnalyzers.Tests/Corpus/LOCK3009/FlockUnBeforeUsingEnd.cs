// LOCK_UN runs while the byte just written still sits in the stream's buffer; the using flushes it later.
using System.IO;
using System.Runtime.InteropServices;

namespace Lights.State;

public static class LightState
{
    [DllImport("libc", SetLastError = true)]
    static extern int flock(SafeHandle fd, int op);

    public static void Set(string path, bool on)
    {
        using (var s = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None))
        {
            if (flock(s.SafeFileHandle, 2) < 0)
                throw new IOException("flock");
            s.WriteByte(on ? (byte)1 : (byte)0);
            {|LOCK3009:flock(s.SafeFileHandle, 8)|};
        }
    }
}
