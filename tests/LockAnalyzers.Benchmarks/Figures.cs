namespace LockAnalyzers.Benchmarks;

/// <summary>Medians, and figures as the tables print them.</summary>
internal static class Figures
{
    public static TimeSpan Median<T>(IReadOnlyCollection<T> items, Func<T, TimeSpan> time) =>
        items.Select(time).Order().ElementAt(items.Count / 2);

    /// <summary>The median of the differences between two runs of the same round, so that a slow round counts in both.</summary>
    public static TimeSpan MedianDifference(IReadOnlyCollection<Cost> with, IReadOnlyCollection<Cost> without, Func<Cost, TimeSpan> time) =>
        Median([.. with.Zip(without, (a, b) => time(a) - time(b))], static difference => difference);

    public static string Milliseconds(TimeSpan time) => $"{time.TotalMilliseconds:N1} ms";

    public static string Microseconds(TimeSpan time) => $"{time.TotalMicroseconds:N1} µs";

    public static string Percent(TimeSpan part, TimeSpan whole) => $"{100 * part / whole:N2} %";

    public static string Megabytes(long bytes) => $"{bytes / 1e6:N2} MB";
}
