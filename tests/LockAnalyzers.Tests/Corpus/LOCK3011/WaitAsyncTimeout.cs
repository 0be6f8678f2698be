// The wait is given up after five seconds, the acquire is not.
using System;
using System.Threading.Tasks;
using FileLocking;

namespace Importers.Nightly;

public sealed class NightlyImport
{
    private readonly FileLock _gate = new("/var/lib/import/nightly.lock");

    public async Task RunAsync(Func<Task> import)
    {
        using var held = await {|LOCK3011:_gate.AcquireAsync()|}.AsTask().WaitAsync(TimeSpan.FromSeconds(5));
        await import();
    }
}
