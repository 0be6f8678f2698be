// Emptied, and then locked by its length.
using System;
using System.IO;

namespace Emptied;

public sealed class Emptied
{
    private readonly FileStream _file;

    public Emptied(FileStream file) => _file = file;

    public void Rewrite(Action<FileStream> write)
    {
        _file.SetLength(0);
        long length = _file.Length;
        _file.Lock({|LOCK2003:0, length|});
        try
        {
            write(_file);
            _file.Flush();
        }
        finally
        {
            _file.Unlock(0, length);
        }
    }
}
