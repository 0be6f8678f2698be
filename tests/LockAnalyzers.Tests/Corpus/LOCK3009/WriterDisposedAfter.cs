// The writer's using ends after the Unlock, so its text reaches the file unlocked.
using System.IO;

namespace Chat.Transcript;

public static class Transcript
{
    public static void Add(string path, string line)
    {
        using var stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
        using var writer = new StreamWriter(stream);
        stream.Lock(0, long.MaxValue);
        stream.Seek(0, SeekOrigin.End);
        writer.WriteLine(line);
        {|LOCK3009:stream.Unlock(0, long.MaxValue)|};
    }
}
