// A continuation disposes the lock that comes too late.
using System;
using System.Threading.Tasks;
using FileLocking;

namespace ValidCode.LOCK3011;

public sealed class HourlyImport
{
    private readonly FileLock _gate = new("/var/lib/import/hourly.lock");

    public async Task<bool> TryRunAsync(Func<Task> import)
    {
        var pending = _gate.AcquireAsync().AsTask();
        if (await Task.WhenAny(pending, Task.Delay(1000)) != pending)
        {
            _ = pending.ContinueWith(late => late.Result.Dispose(), TaskContinuationOptions.OnlyOnRanToCompletion);
            return false;
        }

        using var held = await pending;
        await import();
        return true;
    }
}
