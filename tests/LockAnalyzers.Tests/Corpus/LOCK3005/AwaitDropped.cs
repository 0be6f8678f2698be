// The awaited handle is dropped.
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using FileLocking;

namespace Ingest.Batches;

public sealed class BatchWriter
{
    private readonly FileLock _lock;
    public BatchWriter(string folder) => _lock = new FileLock(Path.Combine(folder, "batch.lock"));

    public async Task WriteAsync(string file, byte[] batch, CancellationToken ct)
    {
        await {|LOCK3005:_lock.AcquireAsync(cancellationToken: ct)|};
        await File.WriteAllBytesAsync(file, batch, ct);
    }
}
