// The BinaryWriter without leaveOpen disposes the stream; the Unlock comes too late.
using System;
using System.IO;

namespace Savegames.Slots;

internal sealed class SaveSlot
{
    private readonly string _path;
    internal SaveSlot(string path) { _path = path; }

    internal void Save(int level, double health)
    {
        var stream = File.Open(_path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
        using var owner = stream;
        stream.Lock(0, long.MaxValue);
        using (BinaryWriter writer = new(stream))
        {
            writer.Write(level);
            writer.Write(health);
        }
        {|LOCK3008:stream.Unlock(0, long.MaxValue)|};
    }
}
