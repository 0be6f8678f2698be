// Through FileInfo.
using System;
using System.IO;

namespace FileInfos;

public sealed class RestoreLock
{
    private readonly FileInfo _info;

    public RestoreLock(string folder) => _info = new FileInfo(Path.Combine(folder, "restore.lock"));

    public T Run<T>(Func<T> body)
    {
        using FileStream held = _info.Open(FileMode.OpenOrCreate, FileAccess.ReadWrite, {|LOCK1007:FileShare.Read|});
        return body();
    }
}
