// Disposing the StreamReader disposes the stream, so the Unlock after it throws.
using System.Collections.Generic;
using System.IO;

namespace Menu.Cards;

public class MenuCard
{
    public IReadOnlyList<string> Read(string path)
    {
        var lines = new List<string>();
        using var stream = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        stream.Lock(0, long.MaxValue);
        using (var reader = new StreamReader(stream))
        {
            while (reader.ReadLine() is { } line)
                lines.Add(line);
        }
        {|LOCK3008:stream.Unlock(0, long.MaxValue)|};
        return lines;
    }
}
