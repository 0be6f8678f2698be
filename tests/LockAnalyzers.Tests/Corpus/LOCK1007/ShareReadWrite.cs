// FileShare.ReadWrite excludes nobody anywhere.
using System;
using System.IO;

namespace ShareReadWrite;

public sealed class ScanLock : IDisposable
{
    private FileStream? _held;

    public void Enter(string directory)
    {
        string lockPath = Path.Combine(directory, ".scan.lock");
        _held = new FileStream(lockPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, {|LOCK1007:FileShare.ReadWrite|});
    }

    public void Dispose()
    {
        _held?.Dispose();
        _held = null;
    }
}
