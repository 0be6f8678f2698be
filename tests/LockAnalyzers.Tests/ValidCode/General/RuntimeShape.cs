// Handles of a lock library: using, await using, returned, stored and disposed by their owner.
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
        public FileLockHandle Acquire(LockMode mode = LockMode.Exclusive, TimeSpan? timeout = null, CancellationToken token = default) => new() { Mode = mode };
        public FileLockHandle? TryAcquire(LockMode mode = LockMode.Exclusive, TimeSpan? timeout = null, CancellationToken token = default) => new() { Mode = mode };
        public Task<FileLockHandle> AcquireAsync(LockMode mode = LockMode.Exclusive, TimeSpan? timeout = null, CancellationToken token = default) => Task.FromResult(new FileLockHandle { Mode = mode });
    }
}

namespace Product.Cache
{
    using FileLocking;

    public sealed class CacheFolder : IDisposable
    {
        private readonly FileLock _lock = new("cache.lock");
        private FileLockHandle? _session;

        public int Compute(Func<int> work)
        {
            using (FileLockHandle held = _lock.Acquire())
            {
                return work();
            }
        }

        public bool TryCompute(Action work)
        {
            using var maybe = _lock.TryAcquire(LockMode.Shared);
            if (maybe is null)
                return false;
            work();
            return true;
        }

        public async Task ComputeAsync(Func<Task> work, CancellationToken token)
        {
            await using var held = await _lock.AcquireAsync(LockMode.Exclusive, TimeSpan.FromSeconds(5), token).ConfigureAwait(false);
            await work().ConfigureAwait(false);
        }

        public FileLockHandle Lend() => _lock.Acquire(LockMode.Shared);

        public void Begin()
        {
            if (_session != null)
                throw new InvalidOperationException("Already begun.");
            _session = _lock.Acquire();
        }

        public void Dispose()
        {
            _session?.Dispose();
            _session = null;
        }
    }
}
