// The writer's using ends after the finally that unlocks.
using System;
using System.IO;
using System.Text;

namespace Nesting;

public static class Nesting
{
    public static void Append(string path, string[] lines)
    {
        using var stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
        using var writer = new StreamWriter(stream, Encoding.UTF8);
        stream.Lock(0, long.MaxValue);
        try
        {
            stream.Seek(0, SeekOrigin.End);
            foreach (string line in lines)
            {
                writer.Write(line);
                writer.Write('\n');
            }
        }
        finally
        {
            {|LOCK3009:stream.Unlock(0, long.MaxValue)|};
        }
    }
}
