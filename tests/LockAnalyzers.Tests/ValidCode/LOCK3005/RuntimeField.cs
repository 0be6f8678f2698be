// Right: the handle lives in a field, which Dispose releases.
using System;
using System.IO;
using FileLocking;

namespace ValidCode.LOCK3005;

public sealed class Database : IDisposable
{
    private readonly FileLockHandle _held;
    private readonly string _folder;

    public Database(string folder)
    {
        _folder = folder;
        _held = new FileLock(Path.Combine(folder, "db.lock")).TryAcquire()
            ?? throw new InvalidOperationException($"'{folder}' is open in another process.");
    }

    public string[] Tables => Directory.GetFiles(_folder, "*.tbl");

    public void Dispose() => _held.Dispose();
}
