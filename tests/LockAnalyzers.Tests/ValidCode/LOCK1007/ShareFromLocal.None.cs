// The share travels through a local, and is None.
using System;
using System.IO;

namespace ValidCode.LOCK1007;

public sealed class MirrorLock : IDisposable
{
    private readonly FileStream _lockFile;

    public MirrorLock(string directory)
    {
        var share = FileShare.None;
        _lockFile = new FileStream(Path.Combine(directory, "mirror.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, share);
    }

    public void Dispose() => _lockFile.Dispose();
}
