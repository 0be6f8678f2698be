// The answer "not null" is used, the handle is not.
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

namespace Singletons
{
    using FileLocking;

    public static class Startup
    {
        public static bool Claim(FileLock machine, Action start)
        {
            if ({|LOCK3005:machine.TryAcquire()|} == null)
                return false;
            start();
            return true;
        }
    }
}
