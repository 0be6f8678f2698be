// The finalizer unlocks through a stream that may have been finalized before: the exception ends the process.
using System;
using System.IO;

namespace Indexing;

public sealed class IndexLock : IDisposable
{
    private readonly FileStream _stream;
    private bool _held;

    public IndexLock(FileStream stream) => _stream = stream;

    ~IndexLock()
    {
        {|LOCK5007:Dispose(false)|};
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
        if (_held)
        {
            _held = false;
            _stream.Unlock(0, long.MaxValue);
        }

        if (disposing)
            _stream.Dispose();
    }
}
