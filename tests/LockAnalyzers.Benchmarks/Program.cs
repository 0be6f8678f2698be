using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using LockAnalyzers;
using LockAnalyzers.Benchmarks;

const int LockFreeLines = 200_000;
const int LockingMethods = 1_000;
const int Rounds = 3;

await LockFreeAsync();
await LockHeavyAsync();
await BodySizeAsync();

// What everybody pays: nearly all code locks no file.
static async Task LockFreeAsync()
{
    IReadOnlyList<string> files = LockFreeCode.Files(LockFreeLines);
    SyntaxTree[] trees = Compiling.Parse(files);
    Compiling.EnsureValid(Compiling.Compile(trees));

    List<Cost> binding = [], idle = [], locks = [];
    for (int round = 0; round < Rounds; round++)
    {
        binding.Add(Cost.OfBinding(Fresh(trees)));
        idle.Add(await Cost.OfAnalysisAsync(Fresh(trees), new IdleAnalyzer()));
        locks.Add(await Cost.OfAnalysisAsync(Fresh(trees), new LockUsageAnalyzer()));
    }

    TimeSpan bound = Median(binding, static cost => cost.Wall);
    TimeSpan own = Median(locks, static cost => cost.Analyzer);
    Table.Print(
        $"Lock-free code: {files.Sum(LockFreeCode.Lines):N0} lines in {files.Count:N0} files, median of {Rounds} rounds",
        ["", "by the clock", "processor time", "of binding"],
        ["binding", Milliseconds(bound), Milliseconds(Median(binding, static cost => cost.Processor)), ""],
        ["binding with an idle analyzer", Milliseconds(Median(idle, static cost => cost.Wall)), Milliseconds(Median(idle, static cost => cost.Processor)), ""],
        ["binding with LockAnalyzers", Milliseconds(Median(locks, static cost => cost.Wall)), Milliseconds(Median(locks, static cost => cost.Processor)), ""],
        ["LockAnalyzers over idle, round by round", Milliseconds(OverIdle(static cost => cost.Wall)), Milliseconds(OverIdle(static cost => cost.Processor)), ""],
        ["LockAnalyzers' own time", Milliseconds(own), "", Percent(own, bound)]);

    TimeSpan OverIdle(Func<Cost, TimeSpan> time) => Median([.. locks.Zip(idle, (with, without) => time(with) - time(without))], static difference => difference);
}

// What code that locks pays, the binding of its bodies included.
static async Task LockHeavyAsync()
{
    SyntaxTree[] trees = Compiling.Parse(LockingCode.Files(LockingMethods));
    Compiling.EnsureValid(Compiling.Compile(trees));

    List<Cost> binding = [], locks = [];
    for (int round = 0; round < Rounds; round++)
    {
        binding.Add(Cost.OfBinding(Fresh(trees)));
        locks.Add(await Cost.OfAnalysisAsync(Fresh(trees), new LockUsageAnalyzer()));
    }

    TimeSpan bound = Median(binding, static cost => cost.Wall);
    TimeSpan own = Median(locks, static cost => cost.Analyzer);
    Table.Print(
        $"Lock-heavy code: {LockingMethods:N0} methods that lock, median of {Rounds} rounds",
        ["", "time", "per method"],
        ["binding, no analyzer", Milliseconds(bound), Microseconds(bound / LockingMethods)],
        ["LockAnalyzers, own time", Milliseconds(own), Microseconds(own / LockingMethods)],
        ["diagnostics reported", $"{locks[0].Reported:N0}", ""]);
}

// The time per block should stay as it is while bodies grow.
static async Task BodySizeAsync()
{
    List<string[]> rows = [];
    foreach (int loops in (int[])[1, 24, 249, 1_249])
    {
        int methods = Math.Max(1, 2_000 / loops);
        SyntaxTree[] trees = Compiling.Parse(LockingCode.Files(methods, loops));
        Compilation compilation = Compiling.Compile(trees);
        Compiling.EnsureValid(compilation);
        int blocks = Compiling.BlocksOfLongest(compilation);

        List<Cost> costs = [];
        for (int round = 0; round < Rounds; round++)
            costs.Add(await Cost.OfAnalysisAsync(Fresh(trees), new LockUsageAnalyzer()));

        TimeSpan own = Median(costs, static cost => cost.Analyzer);
        rows.Add([$"{blocks:N0}", $"{methods:N0}", Microseconds(own / methods), Microseconds(own / methods / blocks)]);
    }

    Table.Print($"Body size, median of {Rounds} rounds", ["blocks per method", "methods", "per method", "per block"], [.. rows]);
}

static CSharpCompilation Fresh(SyntaxTree[] trees)
{
    // No run pays for the garbage of the one before.
    GC.Collect();
    return Compiling.Compile(trees);
}

static TimeSpan Median<T>(IReadOnlyList<T> items, Func<T, TimeSpan> time) => items.Select(time).Order().ElementAt(items.Count / 2);

static string Milliseconds(TimeSpan time) => $"{time.TotalMilliseconds:N1} ms";

static string Microseconds(TimeSpan time) => $"{time.TotalMicroseconds:N1} µs";

static string Percent(TimeSpan part, TimeSpan whole) => $"{100 * part / whole:N2} %";
