// The finalizer touches nothing: all of it is done when the object is disposed.
using System;
using System.IO;

namespace ValidCode.LOCK5007;

public sealed class IndexLock : IDisposable
{
    private readonly FileStream _stream;
    private bool _held;

    public IndexLock(FileStream stream) => _stream = stream;

    ~IndexLock()
    {
        Dispose(false);
    }

    public void Acquire()
    {
        _stream.Lock(0, long.MaxValue);
        _held = true;
    }

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    private void Dispose(bool disposing)
    {
        if (!disposing)
            return;
        if (_held)
        {
            _held = false;
            _stream.Unlock(0, long.MaxValue);
        }

        _stream.Dispose();
    }
}
