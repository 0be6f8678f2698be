// The writer is told to leave the stream open, which the field keeps until the release.
using System;
using System.IO;
using System.Text;

namespace ValidCode.LOCK3010;

public sealed class FarmLock
{
    private readonly string _path;
    private FileStream? _stream;

    public FarmLock(string path) => _path = path;

    public bool Acquire()
    {
        _stream = new FileStream(_path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        _stream.Lock(0, long.MaxValue);
        using (var writer = new StreamWriter(_stream, Encoding.ASCII, 64, leaveOpen: true))
        {
            writer.WriteLine(Environment.ProcessId);
        }

        return true;
    }

    public void Release()
    {
        _stream?.Unlock(0, long.MaxValue);
        _stream?.Dispose();
    }
}
