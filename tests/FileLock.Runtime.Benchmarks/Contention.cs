using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace FileLocking.Benchmarks;

/// <summary>Several processes that want one lock all the time: how often any of them gets it, and how evenly.</summary>
/// <remarks>
/// Each process takes the lock, holds it for a while (asleep, so that processors are free for those who wait), releases it, and asks again
/// at once. The contestants take turns of a second, so that whatever else the machine does falls on all of them alike.
/// </remarks>
internal static class Contention
{
    public const string OtherProcess = "--contender";

    private const int Rounds = 5;
    private const int TurnMilliseconds = 1000;

    public static void Measure()
    {
        Console.WriteLine();
        Console.WriteLine("| processes, hold | lock | acquisitions a second | ours / it | min/max share |");
        Console.WriteLine("|---|---|---|---|---|");
        foreach (var processes in new[] { 2, 8 })
        {
            foreach (var hold in new[] { 0, 1 })
            {
                Measure(processes, hold);
            }
        }
    }

    /// <summary>The other process: takes turns until its input ends, and says each time how often it had the lock.</summary>
    public static int Play(string kind, string path, int hold)
    {
        var file = new FileLock(path);
        var descriptor = Raw.Open(Encoding.UTF8.GetBytes(path + '\0'));
        // Named mutexes have names of their own rules; what is the same for all contestants of a turn is the folder.
        using var mutex = new Mutex(initiallyOwned: false, "filelock-" + Path.GetFileName(Path.GetDirectoryName(path)));
        while (Console.ReadLine() is { } milliseconds)
        {
            var turn = TimeSpan.FromMilliseconds(int.Parse(milliseconds, CultureInfo.InvariantCulture));
            var start = Stopwatch.GetTimestamp();
            var count = 0;
            while (Stopwatch.GetElapsedTime(start) < turn)
            {
                switch (kind)
                {
                    case "raw":
                        Check(Raw.flock(descriptor, Raw.Exclusive) == 0);
                        Hold(hold);
                        Check(Raw.flock(descriptor, Raw.Unlock) == 0);
                        break;
                    case "mutex":
                        mutex.WaitOne();
                        Hold(hold);
                        mutex.ReleaseMutex();
                        break;
                    case "timed":
                        using (file.Acquire(timeout: TimeSpan.FromMinutes(1)))
                        {
                            Hold(hold);
                        }
                        break;
                    case "async":
                        using (file.AcquireAsync().AsTask().GetAwaiter().GetResult())
                        {
                            Hold(hold);
                        }
                        break;
                    default:
                        using (file.Acquire())
                        {
                            Hold(hold);
                        }
                        break;
                }
                count++;
            }
            Console.WriteLine(count.ToString(CultureInfo.InvariantCulture));
        }
        return 0;
    }

    private static void Measure(int processes, int hold)
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("filelock-").FullName, "data.lock");
        var contestants = new Dictionary<string, Func<Process>>
        {
            ["Acquire()"] = () => Start("sync", path, hold),
            ["Acquire(timeout)"] = () => Start("timed", path, hold),
            ["AcquireAsync()"] = () => Start("async", path, hold),
            ["raw flock, descriptor kept"] = () => Start("raw", path, hold),
            ["named Mutex"] = () => Start("mutex", path, hold),
        };
        foreach (var peer in Peer.Installed)
        {
            contestants.Add(
                peer.Name == "gofrs/flock" ? "gofrs/flock Lock" : $"{peer.Name} acquire",
                () => peer.Start($"contend {hold}", path)
            );
        }

        var crowds = contestants.ToDictionary(one => one.Key, one => Enumerable.Range(0, processes).Select(_ => one.Value()).ToArray());
        var totals = contestants.Keys.ToDictionary(name => name, _ => new List<double>());
        var shares = contestants.Keys.ToDictionary(name => name, _ => new List<double>());
        for (var round = 0; round <= Rounds; round++)
        {
            foreach (var (name, crowd) in crowds)
            {
                var counts = TakeTurn(crowd, round == 0 ? TurnMilliseconds / 4 : TurnMilliseconds);
                // The first round warms up.
                if (round > 0)
                {
                    totals[name].Add(counts.Sum() * 1000.0 / TurnMilliseconds);
                    shares[name].Add((double)counts.Min() / counts.Max());
                }
            }
        }
        foreach (var process in crowds.Values.SelectMany(crowd => crowd))
        {
            process.Kill();
        }

        var ours = Median(totals["Acquire()"]);
        foreach (var name in contestants.Keys)
        {
            var ratio = ours / Median(totals[name]);
            Console.WriteLine(
                FormattableString.Invariant(
                    $"| {processes}, {hold} ms | {name} | {Median(totals[name]):0} | {(name == "Acquire()" ? "" : $"{ratio:0.00}")} | {Median(shares[name]):0.00} |"
                )
            );
        }
    }

    private static int[] TakeTurn(Process[] crowd, int milliseconds)
    {
        foreach (var process in crowd)
        {
            process.StandardInput.WriteLine(milliseconds);
            process.StandardInput.Flush();
        }
        return [.. crowd.Select(process => int.Parse(process.StandardOutput.ReadLine()!, CultureInfo.InvariantCulture))];
    }

    private static Process Start(string kind, string path, int hold)
    {
        var arguments = new[] { OtherProcess, kind, path, hold.ToString(CultureInfo.InvariantCulture) };
        return Process.Start(
            new ProcessStartInfo(Environment.ProcessPath!, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true }
        )!;
    }

    private static void Hold(int milliseconds)
    {
        if (milliseconds > 0)
        {
            Thread.Sleep(milliseconds);
        }
    }

    private static void Check(bool isTrue)
    {
        if (!isTrue)
        {
            throw new InvalidOperationException("The system's call failed.");
        }
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
