// Nothing is written under the lock.
using System.IO;

namespace ValidCode.LOCK3009;

public static class F
{
    public static int Do(string path)
    {
        using var s = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        using var r = new StreamReader(s);
        s.Lock(0, long.MaxValue);
        int n = r.ReadToEnd().Length;
        s.Unlock(0, long.MaxValue);
        return n;
    }
}
