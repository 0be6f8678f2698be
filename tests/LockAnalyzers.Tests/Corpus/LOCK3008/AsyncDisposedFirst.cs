// Disposed asynchronously, unlocked afterwards.
using System;
using System.IO;
using System.Threading.Tasks;

namespace AsyncGone;

public sealed class AsyncGone
{
    public async Task<int> ReadAsync(string path, Memory<byte> buffer)
    {
        await using var stream = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        stream.Lock(0, long.MaxValue);
        try
        {
            return await stream.ReadAsync(buffer);
        }
        finally
        {
            await stream.DisposeAsync();
            {|LOCK3008:stream.Unlock(0, long.MaxValue)|};
        }
    }
}
