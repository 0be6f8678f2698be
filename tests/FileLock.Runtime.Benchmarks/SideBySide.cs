using System.Diagnostics;
using System.Globalization;

namespace FileLocking.Benchmarks;

/// <summary>Ratios of single calls, from short turns one after the other, so that whatever else the machine does falls on both.</summary>
internal static class SideBySide
{
    private const int Rounds = 400;
    private const int CallsInATurn = 500;

    public static void Measure()
    {
        var calls = new SingleCalls();
        calls.Setup();
        Row(
            "acquire + release, file kept open",
            () => calls.KeptOpen_HandleLock(),
            "raw pair",
            TurnOf(() => calls.KeptOpen_Raw()),
            "≤ 1.3, 0 B"
        );
        Row("open, acquire, release, close", calls.First_FileLock, "raw four calls", TurnOf(() => calls.First_Raw()), "≤ 1.3");
        Row("open, acquire, release, close", calls.First_FileLock, "FileStream(FileShare.None)", TurnOf(calls.First_FileStream), "< 1");
        foreach (var peer in Peer.Installed)
        {
            using var program = peer.Start("uncontended", calls.LockPath);
            Row("open, acquire, release, close", calls.First_FileLock, peer.Name, TurnOf(program), "< 1");
            program.Kill();
        }
        Row(
            "the same, while another file is waited for",
            WhileAnotherIsWaitedFor(calls, TurnOf(calls.First_FileLock)),
            calls.First_FileLock,
            "while nobody waits",
            TurnOf(calls.First_FileLock),
            "≤ 1.05"
        );
        Row("the same, a new FileLock each time", calls.New_FileLock, "FileStream(FileShare.None)", TurnOf(calls.First_FileStream), "—");
        Row("refused try, file kept open", () => calls.Refused_HandleLock(), "raw call", TurnOf(() => calls.Refused_Raw()), "≤ 1.5, 0 B");
        Row(
            "refused try, file opened",
            () => calls.Refused_FileLock(),
            "FileStream(FileShare.None)",
            TurnOf(() => calls.Refused_FileStream()),
            "< 1, 0 B"
        );
    }

    private static Func<double> WhileAnotherIsWaitedFor(SingleCalls calls, Func<double> turn) =>
        () =>
        {
            var contended = new FileLock(calls.LockPath + ".other");
            using var held = contended.TryAcquire() ?? throw new InvalidOperationException("The other file is not free.");
            using var source = new CancellationTokenSource();
            var waiting = contended.AcquireAsync(source.Token).AsTask();
            var time = turn();
            source.Cancel();
            Task.WaitAny(waiting);
            return time;
        };

    private static void Row(string what, Action ours, string theirName, Func<double> theirTurn, string target) =>
        Row(what, TurnOf(ours), ours, theirName, theirTurn, target);

    private static void Row(string what, Func<double> ourTurn, Action ours, string theirName, Func<double> theirTurn, string target)
    {
        var ratios = new List<double>();
        var ourTimes = new List<double>();
        var theirTimes = new List<double>();
        for (var round = 0; round < Rounds; round++)
        {
            double our = ourTurn(),
                their = theirTurn();
            // The first quarter warms up.
            if (round < Rounds / 4)
            {
                continue;
            }

            ourTimes.Add(our);
            theirTimes.Add(their);
            ratios.Add(our / their);
        }
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < CallsInATurn; i++)
        {
            ours();
        }

        var allocated = (GC.GetAllocatedBytesForCurrentThread() - before) / CallsInATurn;
        Console.WriteLine(
            FormattableString.Invariant(
                $"| {what} | {Median(ourTimes):0} ns | {theirName} {Median(theirTimes):0} ns | {Median(ratios):0.00} | {allocated} B | {target} |"
            )
        );
    }

    private static Func<double> TurnOf(Action call) =>
        () =>
        {
            var start = Stopwatch.GetTimestamp();
            for (var i = 0; i < CallsInATurn; i++)
            {
                call();
            }

            return Stopwatch.GetElapsedTime(start).TotalNanoseconds / CallsInATurn;
        };

    /// <summary>A turn in another program, by that program's own clock.</summary>
    private static Func<double> TurnOf(Process program) =>
        () =>
        {
            program.StandardInput.WriteLine(CallsInATurn);
            program.StandardInput.Flush();
            return double.Parse(program.StandardOutput.ReadLine()!, CultureInfo.InvariantCulture);
        };

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
