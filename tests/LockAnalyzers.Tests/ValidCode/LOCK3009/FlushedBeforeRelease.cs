// Flushed before the release.
using System.IO;

namespace ValidCode.LOCK3009;

public static class A
{
    public static void Do(FileStream s, byte[] b)
    {
        s.Lock(0, long.MaxValue);
        try
        {
            s.Write(b);
            s.Flush(true);
        }
        finally
        {
            s.Unlock(0, long.MaxValue);
        }
    }
}
