// One way out without Dispose.
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

namespace Quota
{
    using FileLocking;

    public sealed class QuotaKeeper
    {
        private readonly FileLock _lock;
        private int _left;

        public QuotaKeeper(FileLock @lock, int left)
        {
            _lock = @lock;
            _left = left;
        }

        public bool Spend()
        {
            var handle = {|LOCK3005:_lock.Acquire()|};
            if (_left == 0)
                return false;
            _left--;
            handle.Dispose();
            return true;
        }
    }
}
