// The variable holds a newly opened stream by the time of the second lock and unlock.
using System.IO;

namespace ValidCode.LOCK3008;

public static class E
{
    public static long Do(string a, string b)
    {
        var s = new FileStream(a, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
        long total;
        try
        {
            s.Lock(0, long.MaxValue);
            total = s.Length;
            s.Unlock(0, long.MaxValue);
        }
        finally
        {
            s.Dispose();
        }

        s = new FileStream(b, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
        try
        {
            s.Lock(0, long.MaxValue);
            total += s.Length;
            s.Unlock(0, long.MaxValue);
        }
        finally
        {
            s.Dispose();
        }
        return total;
    }
}
