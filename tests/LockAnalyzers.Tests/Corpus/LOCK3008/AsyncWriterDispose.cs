// await writer.DisposeAsync closes the stream before the Unlock.
using System.IO;
using System.Threading.Tasks;

namespace Weather.Log;

public class WeatherLog
{
    public async Task AppendAsync(string path, string line)
    {
        await using var stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
        stream.Lock(0, long.MaxValue);
        stream.Seek(0, SeekOrigin.End);
        var writer = new StreamWriter(stream);
        await writer.WriteLineAsync(line);
        await writer.DisposeAsync();
        {|LOCK3008:stream.Unlock(0, long.MaxValue)|};
    }
}
