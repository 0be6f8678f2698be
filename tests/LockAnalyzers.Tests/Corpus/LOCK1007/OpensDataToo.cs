// The type opens its data with another share, which is no excuse for the lock file's.
using System;
using System.IO;

namespace Indexes.Guard;

public sealed class IndexFolder : IDisposable
{
    private readonly FileStream _lockFile;
    private readonly string _folder;

    public IndexFolder(string folder)
    {
        _folder = folder;
        _lockFile = new FileStream(Path.Combine(folder, "index.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, {|LOCK1007:FileShare.Read|});
    }

    public byte[] Load(string segment)
    {
        using var data = new FileStream(Path.Combine(_folder, segment), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[data.Length];
        data.ReadExactly(bytes);
        return bytes;
    }

    public void Dispose() => _lockFile.Dispose();
}
