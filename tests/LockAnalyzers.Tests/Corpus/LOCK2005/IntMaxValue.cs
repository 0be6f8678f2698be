// int.MaxValue is not "everything": a file can be longer.
using System;
using System.IO;

namespace TwoGigabytes;

public sealed class TwoGigabytes
{
    private readonly FileStream _stream;

    public TwoGigabytes(FileStream stream) => _stream = stream;

    public void Lock() => _stream.Lock({|LOCK2005:0, int.MaxValue|});

    public void Unlock() => _stream.Unlock(0, int.MaxValue);
}
