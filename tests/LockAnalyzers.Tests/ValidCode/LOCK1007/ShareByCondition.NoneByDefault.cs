// One arm is None: readers open the file otherwise, and the caller says which it is.
using System;
using System.IO;

namespace ValidCode.LOCK1007;

public sealed class CatalogLock : IDisposable
{
    private readonly FileStream _lockFile;

    public CatalogLock(string path, bool shared) =>
        _lockFile = File.Open(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, shared ? FileShare.ReadWrite : FileShare.None);

    public void Dispose() => _lockFile.Dispose();
}
