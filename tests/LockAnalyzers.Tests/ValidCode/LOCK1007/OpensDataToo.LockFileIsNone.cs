// The data is shared, the lock file is not.
using System;
using System.IO;

namespace ValidCode.LOCK1007;

public sealed class IndexFolder : IDisposable
{
    private readonly FileStream _lockFile;
    private readonly string _folder;

    public IndexFolder(string folder)
    {
        _folder = folder;
        _lockFile = new FileStream(Path.Combine(folder, "index.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
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
