// The handle is dropped at once; nothing ever releases it on purpose.
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

namespace Reports
{
    using FileLocking;

    public sealed class ReportBuilder
    {
        private readonly FileLock _lock = new("reports");

        public void Build(Action build)
        {
            {|LOCK3005:_lock.Acquire()|};
            build();
        }
    }
}
