// Whichever comes first: when it is the delay, the acquire goes on for nobody.
using System;
using System.Threading.Tasks;
using FileLocking;

namespace Importers.Hourly;

public sealed class HourlyImport
{
    private readonly FileLock _gate = new("/var/lib/import/hourly.lock");

    public async Task<bool> TryRunAsync(Func<Task> import)
    {
        var pending = {|LOCK3011:_gate.AcquireAsync()|}.AsTask();
        if (await Task.WhenAny(pending, Task.Delay(1000)) != pending)
            return false;
        using var held = await pending;
        await import();
        return true;
    }
}
