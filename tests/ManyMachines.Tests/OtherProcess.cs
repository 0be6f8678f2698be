using System.Diagnostics;
using FileLocking;

namespace ManyMachines.Tests;

/// <summary>A second process: this program again, told what to do line by line and answering line by line.</summary>
public sealed class OtherProcess : IDisposable
{
    public const string Switch = "--other-process";

    private readonly Process _process = Process.Start(
        new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "ManyMachines.Tests"), [Switch])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        }
    )!;

    /// <param name="verb">try, acquire or release.</param>
    public string Ask(string verb, LockAddress address, FileLockMode mode = FileLockMode.Exclusive)
    {
        Tell(verb, address, mode);
        return Answer();
    }

    public void Tell(string verb, LockAddress address, FileLockMode mode = FileLockMode.Exclusive)
    {
        _process.StandardInput.WriteLine(string.Join('|', verb, address.Server, address.Name, mode));
        _process.StandardInput.Flush();
    }

    public string Answer() =>
        _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("The other process ended without an answer.");

    /// <summary>Ends the process without giving it a chance to release anything.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Kill();
        }
        _process.Dispose();
    }

    /// <summary>The other process's side.</summary>
    public static int Play()
    {
        ILockHandle? held = null;
        while (Console.ReadLine()?.Split('|') is [var verb, var server, var name, var mode])
        {
            var @lock = new LockAddress(server, name).Open();
            switch (verb)
            {
                case "try":
                    held = @lock.TryAcquire(Enum.Parse<FileLockMode>(mode)) ?? held;
                    Console.WriteLine(held is null ? "refused" : "held");
                    break;
                case "acquire":
                    held = @lock.Acquire(Enum.Parse<FileLockMode>(mode));
                    Console.WriteLine("held");
                    break;
                default:
                    held!.Dispose();
                    held = null;
                    Console.WriteLine("released");
                    break;
            }
        }
        return 0;
    }
}
