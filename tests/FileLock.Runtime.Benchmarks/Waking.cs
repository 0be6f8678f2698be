using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace FileLocking.Benchmarks;

/// <summary>How soon a waiter in another process runs after a release, and how soon one that is canceled.</summary>
/// <remarks>Both processes read the same monotonic clock: the holder notes when it releases, the waiter when it has the lock.</remarks>
internal static class Waking
{
    public const string OtherProcess = "--waiter";

    private const int Rounds = 400;

    public static void Measure()
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("filelock-").FullName, "data.lock");
        // Turn and turn about, so that whatever else the machine does falls on all of them alike.
        var waiters = new[] { "raw", "sync", "timed", "async", "polling" }.ToDictionary(kind => kind, kind => Start(kind, path));
        foreach (var peer in Peer.Installed)
        {
            foreach ((var way, var name) in peer.WaysToWait)
            {
                waiters.Add($"{peer.Name} {name}", peer.Start(way, path));
            }
        }
        var times = waiters.Keys.ToDictionary(kind => kind, _ => new List<double>());
        var holder = Raw.Open(Encoding.UTF8.GetBytes(path + '\0'));
        for (var round = 0; round < Rounds; round++)
        {
            foreach ((var kind, var waiter) in waiters)
            {
                times[kind].Add(Wake(waiter, holder));
            }
        }
        foreach (var waiter in waiters.Values)
        {
            waiter.Kill();
        }

        Row("wake in another process, Acquire()", times["sync"], "raw blocking flock", times["raw"], "≤ 1.2");
        Row("wake in another process, Acquire(timeout)", times["timed"], "raw blocking flock", times["raw"], "—");
        Row("wake in another process, AcquireAsync()", times["async"], "raw blocking flock", times["raw"], "≤ 100 µs");
        Row("wake in another process, AcquireAsync()", times["async"], "polling every 10 ms", times["polling"], "< 1");
        foreach (var peer in Peer.Installed)
        {
            foreach ((var way, var name) in peer.WaysToWait)
            {
                // Beside a wait that nothing ends early, ours of that kind; beside one that a caller can end, the asynchronous one.
                (var ours, var call) = way == "blocking" ? ("sync", "Acquire()") : ("async", "AcquireAsync()");
                Row($"wake in another process, {call}", times[ours], $"{peer.Name} {name}", times[$"{peer.Name} {name}"], "< 1");
            }
        }

        var cancellations = Cancel(path);
        Console.WriteLine(
            FormattableString.Invariant(
                $"| cancel a waiter, AcquireAsync() | p50 {Median(cancellations):0} µs, p99 {Quantile(cancellations, 0.99):0} µs | | | | ≤ 1 ms p50 |"
            )
        );
    }

    /// <summary>The other process: waits in its own way, says when it had the lock, and lets go.</summary>
    public static int Play(string kind, string path)
    {
        var file = new FileLock(path);
        var descriptor = Raw.Open(Encoding.UTF8.GetBytes(path + '\0'));
        while (Console.ReadLine() is not null)
        {
            Console.WriteLine("asking");
            long woken;
            switch (kind)
            {
                case "raw":
                    if (Raw.flock(descriptor, Raw.Exclusive) != 0)
                    {
                        return 1;
                    }

                    woken = Stopwatch.GetTimestamp();
                    if (Raw.flock(descriptor, Raw.Unlock) != 0)
                    {
                        return 1;
                    }

                    break;
                case "polling":
                    while (Raw.flock(descriptor, Raw.Exclusive | Raw.NonBlocking) != 0)
                    {
                        Thread.Sleep(10);
                    }

                    woken = Stopwatch.GetTimestamp();
                    if (Raw.flock(descriptor, Raw.Unlock) != 0)
                    {
                        return 1;
                    }

                    break;
                default:
                    woken =
                        kind == "async"
                            ? WaitAsync(file).GetAwaiter().GetResult()
                            : Wait(file, kind == "timed" ? TimeSpan.FromMinutes(1) : null);
                    break;
            }
            Console.WriteLine(woken.ToString(CultureInfo.InvariantCulture));
        }
        return 0;
    }

    private static long Wait(FileLock file, TimeSpan? timeout)
    {
        using var held = file.Acquire(timeout: timeout);
        return Stopwatch.GetTimestamp();
    }

    private static async Task<long> WaitAsync(FileLock file)
    {
        await using var held = await file.AcquireAsync();
        return Stopwatch.GetTimestamp();
    }

    private static double Wake(Process waiter, int holder)
    {
        if (Raw.flock(holder, Raw.Exclusive) != 0)
        {
            throw new InvalidOperationException("The lock is not free.");
        }

        waiter.StandardInput.WriteLine();
        waiter.StandardInput.Flush();
        waiter.StandardOutput.ReadLine();
        // The holder is at work, long enough for any of them to be asleep, and not in step with anybody's pauses.
        var work = TimeSpan.FromMilliseconds(1 + (10 * Random.Shared.NextDouble()));
        for (var start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < work; )
        {
            Thread.SpinWait(20);
        }

        var released = Stopwatch.GetTimestamp();
        if (Raw.flock(holder, Raw.Unlock) != 0)
        {
            throw new InvalidOperationException("The lock was not held.");
        }

        var woken = long.Parse(waiter.StandardOutput.ReadLine()!, CultureInfo.InvariantCulture);
        return Stopwatch.GetElapsedTime(released, woken).TotalMicroseconds;
    }

    private static List<double> Cancel(string path)
    {
        var times = new List<double>();
        using var held = new FileLock(path).Acquire();
        for (var i = 0; i < Rounds; i++)
        {
            using var source = new CancellationTokenSource();
            var wait = new FileLock(path).AcquireAsync(cancellationToken: source.Token).AsTask();
            var start = Stopwatch.GetTimestamp();
            source.Cancel();
            try
            {
                wait.GetAwaiter().GetResult();
            }
            catch (OperationCanceledException)
            {
                times.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds);
            }
        }
        return times;
    }

    private static Process Start(string kind, string path) =>
        Process.Start(
            new ProcessStartInfo(Environment.ProcessPath!, [OtherProcess, kind, path])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            }
        )!;

    private static void Row(string what, List<double> ours, string theirName, List<double> theirs, string target) =>
        Console.WriteLine(
            FormattableString.Invariant(
                $"| {what} | p50 {Median(ours):0.0} µs | {theirName} p50 {Median(theirs):0.0} µs | {Ratio(Median(ours) / Median(theirs))} | | {target} |"
            )
        );

    private static string Ratio(double ratio) => ratio < 0.01 ? "< 0.01" : ratio.ToString("0.00", CultureInfo.InvariantCulture);

    private static double Median(List<double> times) => Quantile(times, 0.5);

    private static double Quantile(List<double> times, double quantile) => times.Order().ElementAt((int)(times.Count * quantile));
}
