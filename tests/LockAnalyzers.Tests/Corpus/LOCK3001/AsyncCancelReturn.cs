// A cancelled token makes the async method return early without Unlock.
using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace Telemetry.Spooling;

public sealed class Spooler
{
    private readonly FileStream spool;

    public Spooler(FileStream spool) => this.spool = spool;

    public async Task<int> DrainAsync(Stream target, CancellationToken token)
    {
        {|LOCK3001:spool.Lock(0, long.MaxValue)|};
        if (token.IsCancellationRequested)
        {
            return 0;
        }

        byte[] buffer = new byte[4096];
        spool.Position = 0;
        int total = 0;
        int n;
        while ((n = await spool.ReadAsync(buffer, CancellationToken.None).ConfigureAwait(false)) > 0)
        {
            await target.WriteAsync(buffer.AsMemory(0, n), CancellationToken.None).ConfigureAwait(false);
            total += n;
        }

        spool.Unlock(0, long.MaxValue);
        return total;
    }
}
