using System.Diagnostics;

namespace FileLocking.Tests;

/// <summary>A second process: this program again, told what to do line by line and answering line by line.</summary>
public sealed class OtherProcess : IDisposable
{
    public const string Switch = "--other-process";

    private readonly Process _process;

    private OtherProcess(Process process) => _process = process;

    public int Id => _process.Id;

    public static OtherProcess Start(params string[] arguments)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "FileLock.Runtime.Tests" + (OperatingSystem.IsWindows() ? ".exe" : ""));
        var start = new ProcessStartInfo(program, [Switch, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        return new OtherProcess(Process.Start(start)!);
    }

    public string Ask(string question)
    {
        Tell(question);
        return Answer();
    }

    public void Tell(string command)
    {
        _process.StandardInput.WriteLine(command);
        _process.StandardInput.Flush();
    }

    public string Answer() => _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("The other process ended without an answer.");

    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited) Kill();
        _process.Dispose();
    }

    /// <summary>The other process's side: commands on standard input, one answer each on standard output.</summary>
    public static int Play(string[] args)
    {
        var held = new Dictionary<string, FileLockHandle>();
        while (Console.ReadLine() is { } line)
        {
            string[] words = line.Split('|');
            string path = words[1];
            switch (words[0])
            {
                case "try":
                    FileLockHandle? handle = new FileLock(path).TryAcquire(Enum.Parse<LockMode>(words[2]));
                    if (handle is not null) held.Add(path, handle);
                    Console.WriteLine(handle is null ? "refused" : "held");
                    break;
                case "acquire":
                    held.Add(path, new FileLock(path).Acquire(Enum.Parse<LockMode>(words[2])));
                    Console.WriteLine("held");
                    break;
                case "release":
                    held.Remove(path, out FileLockHandle? released);
                    released!.Dispose();
                    Console.WriteLine("released");
                    break;
            }
        }
        return 0;
    }
}
