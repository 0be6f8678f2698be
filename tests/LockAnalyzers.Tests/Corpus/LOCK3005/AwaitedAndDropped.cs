// Awaited, and then dropped.
using System;
using System.Threading;
using System.Threading.Tasks;

namespace FileLocking
{
    public enum LockMode { Shared, Exclusive }

    public sealed class FileLockHandle : IDisposable, IAsyncDisposable
    {
        public LockMode Mode { get; init; }
        public void Dispose() { }
        public ValueTask DisposeAsync() => default;
    }

    public sealed class FileLock
    {
        public FileLock(string path) => Path = path;
        public string Path { get; }
        public FileLockHandle Acquire(LockMode mode = LockMode.Exclusive, TimeSpan? timeout = null, CancellationToken cancellationToken = default) => new() { Mode = mode };
        public FileLockHandle? TryAcquire(LockMode mode = LockMode.Exclusive, TimeSpan? timeout = null, CancellationToken cancellationToken = default) => new() { Mode = mode };
        public Task<FileLockHandle> AcquireAsync(LockMode mode = LockMode.Exclusive, TimeSpan? timeout = null, CancellationToken cancellationToken = default) => Task.FromResult(new FileLockHandle { Mode = mode });
        public Task<FileLockHandle?> TryAcquireAsync(LockMode mode = LockMode.Exclusive, TimeSpan? timeout = null, CancellationToken cancellationToken = default) => Task.FromResult<FileLockHandle?>(new FileLockHandle { Mode = mode });
    }
}

namespace Syncing
{
    using FileLocking;

    public class Syncer
    {
        private readonly FileLock folder = new FileLock("folder.lock");

        public async Task SyncAsync(Func<Task> sync, CancellationToken token)
        {
            await {|LOCK3005:folder.AcquireAsync(LockMode.Exclusive, null, token)|};
            await sync();
        }
    }
}
