// The lock file is opened to be read: it tells who holds it.
using System;
using System.IO;

namespace ValidCode.LOCK1007;

public sealed class RestoreLock
{
    private readonly FileInfo _info;

    public RestoreLock(string folder) => _info = new FileInfo(Path.Combine(folder, "restore.lock"));

    public string Holder()
    {
        using FileStream held = _info.Open(FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(held);
        return reader.ReadToEnd();
    }
}
