// The leaveOpen writer's dispose flushes writer and stream before the release.
using System.IO;

namespace ValidCode.LOCK3009;

public static class E
{
    public static void Do(FileStream s, string line)
    {
        s.Lock(0, long.MaxValue);
        try
        {
            using (var w = new StreamWriter(s, leaveOpen: true))
                w.WriteLine(line);
        }
        finally
        {
            s.Unlock(0, long.MaxValue);
        }
    }
}
