// The handle is kept in a field that Dispose disposes.
using System;
using FileLocking;

namespace ValidCode.LOCK3005;

public sealed class B : IDisposable
{
    private FileLockHandle? _held;

    public void Open(FileLock l)
    {
        if (_held is not null) throw new InvalidOperationException();
        _held = l.Acquire();
    }

    public void Dispose()
    {
        _held?.Dispose();
        _held = null;
    }
}
