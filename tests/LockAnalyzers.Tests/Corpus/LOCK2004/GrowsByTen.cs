// The appended line lies behind the locked length.
using System;
using System.IO;
using System.Text;

namespace Lines;

public sealed class Lines : IDisposable
{
    private readonly FileStream _file;
    private readonly StreamWriter _writer;

    public Lines(string path)
    {
        _file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
        _writer = new StreamWriter(_file, Encoding.UTF8);
    }

    public void Add(string line)
    {
        long length = _file.Length;
        _file.Lock({|LOCK2004:0, length|});
        try
        {
            _file.Seek(0, SeekOrigin.End);
            _writer.WriteLine(line);
            _writer.Flush();
        }
        finally
        {
            _file.Unlock(0, length);
        }
    }

    public void Dispose() => _writer.Dispose();
}
