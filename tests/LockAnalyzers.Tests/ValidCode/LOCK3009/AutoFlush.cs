// AutoFlush flushes the writer and its stream at each write.
using System.IO;

namespace ValidCode.LOCK3009;

public static class C
{
    public static void Do(FileStream s, string line)
    {
        var w = new StreamWriter(s, leaveOpen: true) { AutoFlush = true };
        s.Lock(0, long.MaxValue);
        try { w.WriteLine(line); }
        finally { s.Unlock(0, long.MaxValue); }
    }
}
