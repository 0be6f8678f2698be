// Another type's Acquire returns a disposable lease of no file lock.
using System;

namespace ValidCode.LOCK3005;

public sealed class Lease : IDisposable { public void Dispose() { } }

public class Pool
{
    public Lease Acquire() => new();

    public void Warm()
    {
        Acquire();
        var second = Acquire();
        Console.WriteLine(second);
    }
}
