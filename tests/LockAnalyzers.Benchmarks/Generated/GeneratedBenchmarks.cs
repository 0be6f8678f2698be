using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using static LockAnalyzers.Benchmarks.Figures;

namespace LockAnalyzers.Benchmarks.Generated;

/// <summary>What the analyzer costs on code that was generated to show one property each.</summary>
internal static class GeneratedBenchmarks
{
    private const int LockFreeLines = 200_000;
    private const int LockingMethods = 1_000;
    private const int Rounds = 3;

    public static async Task RunAsync(AnalyzerAssembly locks)
    {
        await LockFreeAsync(locks);
        await LockHeavyAsync(locks);
        await BodySizeAsync(locks);
        await StraightLineAsync(locks);
    }

    /// <summary>The cost for everybody: nearly all code locks no file.</summary>
    private static async Task LockFreeAsync(AnalyzerAssembly locks)
    {
        var files = LockFreeCode.Files(LockFreeLines);
        var trees = Compiling.Parse(files);
        Compiling.EnsureValid(Compiling.Compile(trees));

        List<Cost> binding = [],
            idle = [],
            own = [];
        for (var round = 0; round < Rounds; round++)
        {
            binding.Add(Cost.OfBinding(Fresh(trees)));
            idle.Add(await Cost.OfAnalysisAsync(Fresh(trees), [new IdleAnalyzer()]));
            own.Add(await Cost.OfAnalysisAsync(Fresh(trees), locks.CreateAnalyzers()));
        }

        var bound = Median(binding, static cost => cost.Wall);
        var time = Median(own, static cost => cost.Analyzer);
        Table.Print(
            $"Lock-free code: {files.Sum(LockFreeCode.Lines):N0} lines in {files.Count:N0} files, median of {Rounds} rounds",
            ["", "by the clock", "processor time", "of binding"],
            Row("binding", binding),
            Row("binding with an idle analyzer", idle),
            Row("binding with LockAnalyzers", own),
            [
                "LockAnalyzers over idle, round by round",
                Milliseconds(MedianDifference(own, idle, static cost => cost.Wall)),
                Milliseconds(MedianDifference(own, idle, static cost => cost.Processor)),
                "",
            ],
            ["LockAnalyzers' own time", Milliseconds(time), "", Percent(time, bound)]
        );

        static string[] Row(string name, List<Cost> costs) =>
            [name, Milliseconds(Median(costs, static cost => cost.Wall)), Milliseconds(Median(costs, static cost => cost.Processor)), ""];
    }

    /// <summary>The cost for code that locks, with the binding of its bodies.</summary>
    private static async Task LockHeavyAsync(AnalyzerAssembly locks)
    {
        var trees = Compiling.Parse(LockingCode.Files(LockingMethods));
        Compiling.EnsureValid(Compiling.Compile(trees));

        List<Cost> binding = [],
            own = [];
        for (var round = 0; round < Rounds; round++)
        {
            binding.Add(Cost.OfBinding(Fresh(trees)));
            own.Add(await Cost.OfAnalysisAsync(Fresh(trees), locks.CreateAnalyzers()));
        }

        var bound = Median(binding, static cost => cost.Wall);
        var time = Median(own, static cost => cost.Analyzer);
        Table.Print(
            $"Lock-heavy code: {LockingMethods:N0} methods that lock, median of {Rounds} rounds",
            ["", "time", "per method"],
            ["binding, no analyzer", Milliseconds(bound), Microseconds(bound / LockingMethods)],
            ["LockAnalyzers, own time", Milliseconds(time), Microseconds(time / LockingMethods)],
            ["diagnostics reported", $"{own[0].Reported:N0}", ""]
        );
    }

    /// <summary>The time per block should stay as it is while bodies grow.</summary>
    private static async Task BodySizeAsync(AnalyzerAssembly locks)
    {
        List<string[]> rows = [];
        foreach (var loops in (int[])[1, 24, 249, 1_249])
        {
            var methods = Math.Max(1, 2_000 / loops);
            var trees = Compiling.Parse(LockingCode.Files(methods, loops));
            var compilation = Compiling.Compile(trees);
            Compiling.EnsureValid(compilation);
            var blocks = Compiling.BlocksOfLongest(compilation);

            var own = await OwnTimeAsync(trees, locks);
            rows.Add([$"{blocks:N0}", $"{methods:N0}", Microseconds(own / methods), Microseconds(own / methods / blocks)]);
        }

        Table.Print($"Body size, median of {Rounds} rounds", ["blocks per method", "methods", "per method", "per block"], [.. rows]);
    }

    /// <summary>The time per pair should stay as it is while one block locks and unlocks more often.</summary>
    private static async Task StraightLineAsync(AnalyzerAssembly locks)
    {
        var limit = TimeSpan.FromMinutes(1);
        List<string[]> rows = [];
        foreach (var pairs in (int[])[25, 100, 400])
        {
            var trees = Compiling.Parse(LockingCode.StraightLine(pairs));
            Compiling.EnsureValid(Compiling.Compile(trees));
            try
            {
                var own = await Task.Run(() => OwnTimeAsync(trees, locks)).WaitAsync(limit);
                rows.Add([$"{pairs:N0}", Milliseconds(own), Microseconds(own / pairs)]);
            }
            catch (TimeoutException)
            {
                // Longer bodies would take even longer, and the run that is still under way would disturb them.
                rows.Add([$"{pairs:N0}", $"more than {limit.TotalSeconds} s", ""]);
                break;
            }
        }

        Table.Print(
            $"Straight-line code: one method of lock, work, unlock, again and again; median of {Rounds} rounds",
            ["pairs", "own time", "per pair"],
            [.. rows]
        );
    }

    private static async Task<TimeSpan> OwnTimeAsync(SyntaxTree[] trees, AnalyzerAssembly locks)
    {
        List<Cost> costs = [];
        for (var round = 0; round < Rounds; round++)
            costs.Add(await Cost.OfAnalysisAsync(Fresh(trees), locks.CreateAnalyzers()));

        return Median(costs, static cost => cost.Analyzer);
    }

    private static CSharpCompilation Fresh(SyntaxTree[] trees)
    {
        // No run pays for the garbage of the one before.
        GC.Collect();
        return Compiling.Compile(trees);
    }
}
