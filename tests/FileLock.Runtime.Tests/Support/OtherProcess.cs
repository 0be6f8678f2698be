using System.Diagnostics;
using System.Runtime.InteropServices;

namespace FileLocking.Tests;

/// <summary>A second process: this program again, told what to do line by line and answering line by line.</summary>
public sealed partial class OtherProcess : IDisposable
{
    public const string Switch = "--other-process";

    private readonly Process _process;

    private OtherProcess(Process process) => _process = process;

    /// <summary>This program, or the one that <c>FILELOCK_OTHER_PROGRAM</c> names: run-net8.sh compiles it natively.</summary>
    public static string Program { get; } =
        Environment.GetEnvironmentVariable("FILELOCK_OTHER_PROGRAM")
        ?? Path.Combine(AppContext.BaseDirectory, "FileLock.Runtime.Tests" + (OperatingSystem.IsWindows() ? ".exe" : ""));

    public int Id => _process.Id;

    public static OtherProcess Start() => Start(Program, Switch);

    /// <summary>As a user to whom limits apply, after what a shell is told to do first.</summary>
    public static OtherProcess StartUnprivileged(string first = ":")
    {
        string[] command = ["/bin/sh", "-c", $"{first}; exec '{Program}' {Switch}"];
        return Environment.IsPrivilegedProcess
            ? Start("setpriv", ["--reuid=65534", "--regid=65534", "--clear-groups", .. command])
            : Start(command[0], command[1..]);
    }

    public static OtherProcess Start(string program, params string[] arguments) =>
        new(
            Process.Start(
                new ProcessStartInfo(program, arguments)
                {
                    RedirectStandardInput = true,
                    RedirectStandardOutput = true,
                    UseShellExecute = false,
                }
            )!
        );

    /// <summary>Tells and reads the answer.</summary>
    public string Ask(params object[] command)
    {
        Tell(command);
        return Answer();
    }

    public void Tell(params object[] command)
    {
        _process.StandardInput.WriteLine(string.Join('|', command));
        _process.StandardInput.Flush();
    }

    public string Answer() =>
        _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("The other process ended without an answer.");

    /// <summary>Ends the process without giving it a chance to release anything: SIGKILL, TerminateProcess.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>Stops every thread of the process, and returns once they stand still.</summary>
    public void Stop()
    {
        Signal(OperatingSystem.IsMacOS() ? 17 : 19);
        if (OperatingSystem.IsLinux())
        {
            Eventually.True(() => Directory.EnumerateDirectories($"/proc/{Id}/task").All(Stopped), "the process stands still");
        }

        // The state follows the name, which stands in brackets and may hold anything.
        static bool Stopped(string task) => File.ReadAllText(Path.Combine(task, "stat")).Split(") ")[^1].StartsWith('T');
    }

    public void Continue() => Signal(OperatingSystem.IsMacOS() ? 19 : 18);

    /// <summary>Lets the process end by itself.</summary>
    public bool End(TimeSpan bound)
    {
        _process.StandardInput.Close();
        return _process.WaitForExit(bound);
    }

    /// <summary>Lets the process end by itself; false if that takes too long, or it fails.</summary>
    public bool Succeeds(TimeSpan bound) => End(bound) && _process.ExitCode == 0;

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Kill();
        }

        _process.Dispose();
    }

    private void Signal(int number) => Assert.Equal(0, kill(_process.Id, number));

    [LibraryImport("libc")]
    private static partial int kill(int pid, int signal);

    /// <summary>The other process's side.</summary>
    public static int Play()
    {
        var held = new Dictionary<string, FileLockHandle>();
        var children = new List<OtherProcess>();
        while (Console.ReadLine() is { } line)
        {
            var words = line.Split('|');
            switch (words)
            {
                case ["try", string path, string mode, string mechanism]:
                    var handle = Lock(path, mechanism).TryAcquire(Enum.Parse<FileLockMode>(mode));
                    if (handle is not null)
                    {
                        held.Add(path, handle);
                    }

                    Console.WriteLine(handle is null ? "refused" : "held");
                    break;
                case ["acquire", string path, string mode, string mechanism]:
                    held.Add(path, Lock(path, mechanism).Acquire(Enum.Parse<FileLockMode>(mode)));
                    Console.WriteLine("held");
                    break;
                case ["acquire async", string path, string mode, string mechanism]:
                    held.Add(path, Lock(path, mechanism).AcquireAsync(Enum.Parse<FileLockMode>(mode)).AsTask().Result);
                    Console.WriteLine("held");
                    break;
                case ["acquire without threads", string path, string mode, string mechanism]:
                    var wait = WaitWithoutThreads(Lock(path, mechanism), Enum.Parse<FileLockMode>(mode));
                    Console.WriteLine(Leftovers.Workers() == 0 && !wait.IsCompleted ? "polls" : "has an agent");
                    held.Add(path, wait.Result);
                    Console.WriteLine("held");
                    break;
                case ["wait in a crowd", string count, string mechanism, .. string[] paths]:
                    WaitInACrowd(int.Parse(count), mechanism, paths);
                    break;
                case ["make a directory", string path]:
                    var error = Assert.Throws<FileLockException>(() =>
                        new FileLock(path, new FileLockOptions { CreateDirectories = true }).Acquire()
                    );
                    Console.WriteLine($"{error.Operation} {error.NativeErrorCode}");
                    break;
                case ["take the pool", string path]:
                    TakeThePool(path);
                    break;
                case ["hand over without threads", string path]:
                    Console.WriteLine(HandOverWithoutThreads(path));
                    break;
                case ["release", string path]:
                    held.Remove(path, out var released);
                    released!.Dispose();
                    Console.WriteLine("released");
                    break;
                case ["give up", string path]:
                    Console.WriteLine(new FileLock(path).TryAcquire(timeout: TimeSpan.FromMilliseconds(10)) is null ? "refused" : "held");
                    break;
                case ["have a child"]:
                    children.Add(Start());
                    Console.WriteLine(children[^1].Id);
                    break;
                case ["share", string share, string path]:
                    Console.WriteLine(TryOpen(path, Enum.Parse<FileShare>(share)) ? "held" : "refused");
                    break;
                case ["exhaust", string path]:
                    Console.WriteLine(OpenUntilRefused(path));
                    break;
                case ["stress", ..]:
                    Console.WriteLine(
                        Stress.Run(
                            words[1],
                            words[2],
                            Enum.Parse<FileLockMechanism>(words[3]),
                            bool.Parse(words[4]),
                            int.Parse(words[5]),
                            int.Parse(words[6])
                        )
                    );
                    break;
                default:
                    throw new InvalidOperationException(line);
            }
        }
        return 0;
    }

    private static FileLock Lock(string path, string mechanism) =>
        new(path, new FileLockOptions { Mechanism = Enum.Parse<FileLockMechanism>(mechanism) });

    private static readonly List<FileStream> Streams = [];

    private static bool TryOpen(string path, FileShare share)
    {
        try
        {
            Streams.Add(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, share));
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static void WaitInACrowd(int count, string mechanism, string[] paths)
    {
        var locks = paths.Select(path => Lock(path, mechanism)).ToArray();
        Task[] served =
        [
            .. Enumerable
                .Range(0, count)
                .Select(async i =>
                {
                    await using var held = await locks[i % locks.Length].AcquireAsync();
                }),
        ];
        Console.WriteLine($"{Waiting.WaitQueue.Waiting} wait");
        Task.WaitAll(served);
        Console.WriteLine("served");
    }

    private static void TakeThePool(string path)
    {
        var file = new FileLock(path, options: null, FaultyPlatform.Over(host => host.Network = true));
        var few = Math.Max(4, Environment.ProcessorCount);
        if (!ThreadPool.SetMinThreads(few, few) || !ThreadPool.SetMaxThreads(few, few))
        {
            throw new InvalidOperationException("The pool cannot be made that small.");
        }
        Task[] crowd = [.. Enumerable.Range(0, few).Select(_ => Task.Run(() => file.Acquire().Dispose()))];
        SpinWait.SpinUntil(() => Waiting.WaitQueue.Waiting == few);
        Console.WriteLine("wait");
        Task.WaitAll(crowd);
        Console.WriteLine("served");
    }

    private static string HandOverWithoutThreads(string path)
    {
        var file = new FileLock(path);
        var held = file.Acquire();
        // Its worker is there before the limit is; the pool has no thread yet.
        var waiting = file.AcquireAsync().AsTask();
        if (setrlimit(Threads, new Limit { Soft = 1, Hard = 1 }) != 0)
        {
            throw new InvalidOperationException("The limit cannot be set.");
        }
        held.Dispose();
        GC.KeepAlive(waiting);
        return held.IsHeld ? "held" : "released";
    }

    private static Task<FileLockHandle> WaitWithoutThreads(FileLock file, FileLockMode mode)
    {
        // The threads that timers and tasks run on are there before the limit is.
        Task.WhenAll(Enumerable.Range(0, Environment.ProcessorCount).Select(_ => Task.Delay(1))).Wait();
        var one = new Limit { Soft = 1, Hard = 1 };
        if (setrlimit(Threads, one) != 0)
        {
            throw new InvalidOperationException("The limit cannot be set.");
        }

        return file.AcquireAsync(mode).AsTask();
    }

    [LibraryImport("libc")]
    private static partial int setrlimit(int resource, in Limit limit);

    private const int Threads = 6;

    private struct Limit
    {
        public ulong Soft;
        public ulong Hard;
    }

    private static string OpenUntilRefused(string path)
    {
        var held = new List<FileLockHandle>();
        try
        {
            while (true)
            {
                held.Add(new FileLock(path).Acquire(FileLockMode.Shared));
            }
        }
        catch (FileLockException e)
        {
            var count = held.Count;
            held.ForEach(handle => handle.Dispose());
            using var again = new FileLock(path).Acquire();
            return $"{e.Operation} {e.NativeErrorCode} after {count}";
        }
    }
}
