// The FileInfo that opened the lock file deletes it on release.
using System;
using System.IO;

namespace Bots.Single;

public sealed class BotLock : IDisposable
{
    private readonly FileInfo _info;
    private readonly FileStream _stream;

    public BotLock(FileInfo info)
    {
        _info = info;
        var stream = info.Open(FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        try
        {
            stream.Lock(0, long.MaxValue);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
        _stream = stream;
    }

    public void Dispose()
    {
        _stream.Unlock(0, long.MaxValue);
        _stream.Dispose();
        {|LOCK3007:_info.Delete()|};
    }
}
