// FileStream.Lock throws when refused; the stream has no other owner yet.
using System;
using System.IO;

namespace Refused;

public sealed class Archive : IDisposable
{
    private readonly FileStream _stream;

    private Archive(FileStream stream) => _stream = stream;

    public static Archive Open(string path)
    {
        FileStream stream = File.Open(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        {|LOCK3004:stream.Lock(0, long.MaxValue)|};
        return new Archive(stream);
    }

    public void Dispose()
    {
        _stream.Unlock(0, long.MaxValue);
        _stream.Dispose();
    }
}
