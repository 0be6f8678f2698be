// The finally flushes and then releases.
using System.IO;
using System.Threading.Tasks;
using FileLocking;

namespace ValidCode.LOCK3009;

public static class I
{
    public static async Task Do(FileLock l, StreamWriter w, string line)
    {
        await using var held = await l.AcquireAsync();
        try
        {
            await w.WriteLineAsync(line);
        }
        finally
        {
            await w.FlushAsync();
        }
    }
}
