// Right: a ref struct guard, used with using, unlocks the range it locked.
using System;
using System.IO;

namespace ValidCode.General;

public readonly ref struct StreamLock
{
    private readonly FileStream _stream;

    public StreamLock(FileStream stream)
    {
        stream.Lock(0, long.MaxValue);
        _stream = stream;
    }

    public void Dispose() => _stream.Unlock(0, long.MaxValue);
}

public static class Toggle
{
    public static bool Flip(FileStream flag)
    {
        using var guard = new StreamLock(flag);
        flag.Position = 0;
        int now = flag.ReadByte() == 1 ? 0 : 1;
        flag.Position = 0;
        flag.WriteByte((byte)now);
        flag.Flush();
        return now == 1;
    }
}
