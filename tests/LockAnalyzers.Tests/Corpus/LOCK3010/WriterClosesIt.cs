// The writer that notes the owner closes the stream that the field keeps.
using System;
using System.IO;

namespace Renderers.Farm;

public sealed class FarmLock
{
    private readonly string _path;
    private FileStream? _stream;

    public FarmLock(string path) => _path = path;

    public bool Acquire()
    {
        _stream = new FileStream(_path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        {|LOCK3010:_stream.Lock(0, long.MaxValue)|};
        using (var writer = new StreamWriter(_stream))
        {
            writer.WriteLine(Environment.ProcessId);
        }

        return true;
    }

    public void Release() => _stream?.Dispose();
}
