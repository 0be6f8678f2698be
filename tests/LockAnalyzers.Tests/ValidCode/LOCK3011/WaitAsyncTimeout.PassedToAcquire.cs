// The acquire itself is told how long to wait.
using System;
using System.Threading.Tasks;
using FileLocking;

namespace ValidCode.LOCK3011;

public sealed class NightlyImport
{
    private readonly FileLock _gate = new("/var/lib/import/nightly.lock");

    public async Task RunAsync(Func<Task> import)
    {
        using var held = await _gate.AcquireAsync(timeout: TimeSpan.FromSeconds(5));
        await import();
    }
}
