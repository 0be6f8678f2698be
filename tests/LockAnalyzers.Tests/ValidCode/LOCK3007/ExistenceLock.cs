// No OS lock: the file's existence is the lock, its deletion the release.
using System;
using System.IO;

namespace ValidCode.LOCK3007;

public sealed class B : IDisposable
{
    private readonly string _lockFile;

    public B(string lockFile)
    {
        using (new FileStream(lockFile, FileMode.CreateNew)) { }
        _lockFile = lockFile;
    }

    public void Dispose() => File.Delete(_lockFile);
}
