// A BinaryWriter hands its bytes to the stream, and the stream keeps them.
using System;
using System.IO;

namespace Binary;

public static class Totals
{
    public static void Write(string path, int count, double sum)
    {
        using var stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
        using var binary = new BinaryWriter(stream);
        stream.Lock(0, long.MaxValue);
        try
        {
            binary.Write(count);
            binary.Write(sum);
        }
        finally
        {
            {|LOCK3009:stream.Unlock(0, long.MaxValue)|};
        }
    }
}
