// Either arm lets others in on Unix.
using System;
using System.IO;

namespace Exports.Guard;

public sealed class CatalogLock : IDisposable
{
    private readonly FileStream _lockFile;

    public CatalogLock(string path, bool diagnostics) =>
        _lockFile = File.Open(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, {|LOCK1007:diagnostics ? FileShare.ReadWrite : FileShare.Read|});

    public void Dispose() => _lockFile.Dispose();
}
