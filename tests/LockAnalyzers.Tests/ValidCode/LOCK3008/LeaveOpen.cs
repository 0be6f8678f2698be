// leaveOpen keeps the stream usable after the writer's dispose.
using System.IO;
using System.Text;

namespace ValidCode.LOCK3008;

public static class A
{
    public static void Do(FileStream s, string line)
    {
        s.Lock(0, long.MaxValue);
        try
        {
            s.Seek(0, SeekOrigin.End);
            using var w = new StreamWriter(s, Encoding.UTF8, leaveOpen: true);
            w.WriteLine(line);
        }
        finally
        {
            s.Unlock(0, long.MaxValue);
        }
    }
}
