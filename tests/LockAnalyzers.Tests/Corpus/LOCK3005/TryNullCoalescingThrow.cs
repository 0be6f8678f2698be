// The handle is only tested by ?? throw and then lost.
using System;
using FileLocking;

namespace Sims.World;

public sealed class World
{
    private readonly FileLock _worldLock;
    private long _tick;

    public World(string path) => _worldLock = new FileLock(path);

    public long Step()
    {
        var h = {|LOCK3005:_worldLock.TryAcquire()|} ?? throw new InvalidOperationException("world is open elsewhere");
        if (h.Mode != FileLockMode.Exclusive)
            throw new InvalidOperationException();
        return ++_tick;
    }
}
