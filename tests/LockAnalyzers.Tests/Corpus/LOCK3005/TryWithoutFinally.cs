// catch for one exception, Dispose after it: every other exception skips the Dispose.
using System;
using System.Threading;
using System.Threading.Tasks;
using System.IO;

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

namespace Packing
{
    using FileLocking;

    public sealed class Packer
    {
        private readonly FileLock _output = new("output");

        public bool Pack(Action pack)
        {
            FileLockHandle? held = {|LOCK3005:_output.TryAcquire()|};
            if (held is null)
                return false;

            bool packed = true;
            try
            {
                pack();
            }
            catch (IOException)
            {
                packed = false;
            }

            held.Dispose();
            return packed;
        }
    }
}
