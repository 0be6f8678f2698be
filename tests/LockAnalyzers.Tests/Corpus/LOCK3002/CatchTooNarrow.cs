// Only IOException releases; the visitor may throw anything.
using System;
using System.IO;

namespace Visiting.Records;

public static class RecordVisitor
{
    public static bool Visit(FileStream records, Func<byte[], int, bool> visitor)
    {
        {|LOCK3002:records.Lock(0, long.MaxValue)|};
        bool all;
        try
        {
            var buffer = new byte[512];
            int n = records.Read(buffer, 0, buffer.Length);
            all = visitor(buffer, n);
        }
        catch (IOException)
        {
            all = false;
        }

        records.Unlock(0, long.MaxValue);
        return all;
    }
}
