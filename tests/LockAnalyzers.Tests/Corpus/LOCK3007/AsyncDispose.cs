// DisposeAsync deletes the lock file once its stream is closed.
using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading.Tasks;

namespace Migrate.Online;

public sealed class MigrationLock : IAsyncDisposable
{
    [DllImport("libc", SetLastError = true)]
    private static extern int flock(SafeHandle fd, int op);

    private readonly FileStream _file;
    private readonly string _lockPath;

    private MigrationLock(FileStream file, string lockPath)
    {
        _file = file;
        _lockPath = lockPath;
    }

    public static MigrationLock? TryTake(string lockPath)
    {
        var file = new FileStream(lockPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        if (flock(file.SafeFileHandle, 6) == 0)
            return new MigrationLock(file, lockPath);
        file.Dispose();
        return null;
    }

    public async ValueTask DisposeAsync()
    {
        await _file.DisposeAsync();
        {|LOCK3007:File.Delete(_lockPath)|};
    }
}
