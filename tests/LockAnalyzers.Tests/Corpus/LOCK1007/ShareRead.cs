// FileShare.Read keeps writers out on Windows and nobody on Unix.
using System;
using System.IO;

namespace ShareRead;

public sealed class InstanceLock : IDisposable
{
    private readonly FileStream _lockFile;

    public InstanceLock(string path)
    {
        _lockFile = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, {|LOCK1007:FileShare.Read|});
    }

    public void Dispose() => _lockFile.Dispose();
}
