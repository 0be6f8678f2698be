// The unlock stands behind CanWrite, which is false only once the stream is closed, and closing ended the lock.
using System;
using System.IO;

namespace ValidCode.LOCK3001;

public sealed class CounterStream
{
    private readonly FileStream _file;

    public CounterStream(FileStream file) => _file = file;

    public void Change(Action<FileStream> change)
    {
        _file.Lock(0, long.MaxValue);
        try
        {
            change(_file);
        }
        finally
        {
            if (_file.CanWrite)
            {
                _file.Flush();
                _file.Unlock(0, long.MaxValue);
            }
        }
    }
}
