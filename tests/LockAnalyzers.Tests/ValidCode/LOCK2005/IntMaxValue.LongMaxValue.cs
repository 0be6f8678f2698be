// long.MaxValue instead of long.MaxValue: no file is longer.
using System;
using System.IO;

namespace ValidCode.LOCK2005;

public sealed class TwoGigabytes
{
    private readonly FileStream _stream;

    public TwoGigabytes(FileStream stream) => _stream = stream;

    public void Lock() => _stream.Lock(0, long.MaxValue);

    public void Unlock() => _stream.Unlock(0, long.MaxValue);
}
