using FileLocking;

namespace ManyMachines;

/// <summary>The work: a number in a file, which is wrong as soon as two add to it at once. It knows the interface and no engine.</summary>
internal sealed class Counter(INamedLock turn, string path, TimeSpan hold)
{
    public async Task AddOneAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await using var held = await turn.AcquireAsync(cancellationToken);
            try
            {
                var value = Read(path);
                await Task.Delay(hold, held.LostToken);
                // On one machine this never throws: nothing takes a file lock from its holder. Beyond it, a lock can be lost between any
                // two lines. This check leaves a gap before the write: docs/beyond-one-machine.md tells how the storage itself closes it.
                held.LostToken.ThrowIfCancellationRequested();
                File.WriteAllText(path, $"{value + 1}");
                return;
            }
            catch (OperationCanceledException) when (held.LostToken.IsCancellationRequested)
            {
                Console.WriteLine(
                    $"Process {Environment.ProcessId} lost the lock '{turn.Name}': its connection is gone, and somebody else may have the "
                        + "lock. It writes nothing and takes this turn again."
                );
            }
        }
    }

    public static int Read(string path) => File.Exists(path) ? int.Parse(File.ReadAllText(path)) : 0;
}
