// What stays buffered goes to memory, not to a file.
using System.IO;

namespace ValidCode.LOCK3009;

public static class G
{
    public static byte[] Do(FileStream gate, string[] lines)
    {
        var memory = new MemoryStream();
        var w = new StreamWriter(memory);
        gate.Lock(0, long.MaxValue);
        try
        {
            foreach (var line in lines) w.WriteLine(line);
        }
        finally
        {
            gate.Unlock(0, long.MaxValue);
        }
        w.Flush();
        return memory.ToArray();
    }
}
