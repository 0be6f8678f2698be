// FileShare.None: .NET takes an exclusive lock on Unix, and Windows shares nothing.
using System;
using System.IO;

namespace ValidCode.LOCK1007;

public sealed class InstanceLock : IDisposable
{
    private readonly FileStream _lockFile;

    public InstanceLock(string path)
    {
        _lockFile = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
    }

    public void Dispose() => _lockFile.Dispose();
}
