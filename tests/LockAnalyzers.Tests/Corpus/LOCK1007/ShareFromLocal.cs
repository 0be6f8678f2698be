// The share travels through a local.
using System;
using System.IO;

namespace Mirrors.Guard;

public sealed class MirrorLock : IDisposable
{
    private readonly FileStream _lockFile;

    public MirrorLock(string directory)
    {
        var share = {|LOCK1007:FileShare.Read|};
        _lockFile = new FileStream(Path.Combine(directory, "mirror.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, share);
    }

    public void Dispose() => _lockFile.Dispose();
}
