using System.Diagnostics;

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
        Row("acquire + release, file kept open", () => calls.KeptOpen_HandleLock(), "raw pair", () => calls.KeptOpen_Raw(), "≤ 1.3, 0 B");
        Row("open, acquire, release, close", calls.First_FileLock, "raw four calls", () => calls.First_Raw(), "≤ 1.3");
        Row("open, acquire, release, close", calls.First_FileLock, "FileStream(FileShare.None)", calls.First_FileStream, "< 1");
        Row("refused try, file kept open", () => calls.Refused_HandleLock(), "raw call", () => calls.Refused_Raw(), "≤ 1.5, 0 B");
        Row("refused try, file opened", () => calls.Refused_FileLock(), "FileStream(FileShare.None)", () => calls.Refused_FileStream(), "< 1, 0 B");
    }

    private static void Row(string what, Action ours, string theirName, Action theirs, string target)
    {
        var ratios = new List<double>();
        var ourTimes = new List<double>();
        var theirTimes = new List<double>();
        for (int round = 0; round < Rounds; round++)
        {
            double our = Turn(ours), their = Turn(theirs);
            // The first quarter warms up.
            if (round < Rounds / 4) continue;
            ourTimes.Add(our);
            theirTimes.Add(their);
            ratios.Add(our / their);
        }
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < CallsInATurn; i++) ours();
        long allocated = (GC.GetAllocatedBytesForCurrentThread() - before) / CallsInATurn;
        Console.WriteLine(FormattableString.Invariant(
            $"| {what} | {Median(ourTimes):0} ns | {theirName} {Median(theirTimes):0} ns | {Median(ratios):0.00} | {allocated} B | {target} |"));
    }

    private static double Turn(Action call)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < CallsInATurn; i++) call();
        return Stopwatch.GetElapsedTime(start).TotalNanoseconds / CallsInATurn;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
