// DisposeAsync is called, but not when the work throws.
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

namespace Exports
{
    using FileLocking;

    internal sealed class Exporter
    {
        public FileLock Target { get; } = new("export");

        public async Task<int> ExportAsync(Func<Task<int>> export)
        {
            var held = await {|LOCK3005:Target.AcquireAsync()|}.ConfigureAwait(false);
            int rows = await export().ConfigureAwait(false);
            await held.DisposeAsync().ConfigureAwait(false);
            return rows;
        }
    }
}
