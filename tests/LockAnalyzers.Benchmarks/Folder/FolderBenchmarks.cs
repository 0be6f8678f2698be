using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using static LockAnalyzers.Benchmarks.Figures;

namespace LockAnalyzers.Benchmarks.Folder;

/// <summary>
/// What the analyzer costs on code that was not written for it. All figures of a table come from one run, measured in turn.
/// </summary>
internal static class FolderBenchmarks
{
    private const string Own = "LockAnalyzers";

    public static async Task RunAsync(SourceFolder folder, AnalyzerAssembly locks, Options options)
    {
        var compilations = folder.Compilations.ToArray();
        Console.WriteLine(folder.Describe(compilations.SelectMany(static compilation => compilation.Clone().GetDiagnostics())));
        Console.WriteLine();
        await WarmAsync(compilations, locks, options.Rounds);
        if (compilations is not [var compilation])
            return;

        var chosen = new ChosenFiles(compilation, folder, options.Files);
        await KeystrokeAsync(compilation, chosen, folder, locks, options.Edits);
        Cold(compilation, chosen, folder, locks, options.Rounds);
        MemoryAcrossEdits(compilation, chosen, locks, options.Edits);
        await FileCountAsync(folder, locks, options.Rounds);
    }

    /// <summary>Whole compilations, after everything has been compiled by the JIT.</summary>
    private static async Task WarmAsync(CSharpCompilation[] compilations, AnalyzerAssembly locks, int rounds)
    {
        var sdk = new AnalyzerAssembly(DotnetSdk.CSharpNetAnalyzers);
        var sdkCommon = new AnalyzerAssembly(DotnetSdk.NetAnalyzers);
        List<(string Name, Func<ImmutableArray<DiagnosticAnalyzer>> Create, List<Cost> Costs)> measured =
        [
            ("an idle analyzer", static () => [new IdleAnalyzer()], []),
            (Own, locks.CreateAnalyzers, []),
            ("CA1806", () => [.. sdk.CreateAnalyzers("CA1806"), .. sdkCommon.CreateAnalyzers("CA1806")], []),
            ("CA2000", () => [.. sdk.CreateAnalyzers("CA2000"), .. sdkCommon.CreateAnalyzers("CA2000")], []),
        ];
        if (DotnetSdk.Meziantou is { } path)
        {
            var meziantou = new AnalyzerAssembly(path);
            measured.Add(("Meziantou.Analyzer, all rules", meziantou.CreateAnalyzers, []));
        }

        List<Cost> binding = [];
        for (var round = 0; round <= rounds; round++)
        {
            // No run pays for the garbage of the one before.
            GC.Collect();
            var bound = default(Cost);
            foreach (var compilation in compilations)
                bound += Cost.OfBinding(compilation.Clone());
            binding.Add(bound);

            foreach (var (_, create, costs) in measured)
            {
                GC.Collect();
                var cost = default(Cost);
                foreach (var compilation in compilations)
                    cost += await Cost.OfAnalysisAsync(compilation.Clone(), create());
                costs.Add(cost);
            }
        }

        // The first round pays for the JIT.
        binding.RemoveAt(0);
        measured.ForEach(static analyzer => analyzer.Costs.RemoveAt(0));

        var idle = measured[0].Costs;
        var whole = Median(binding, static cost => cost.Wall);
        Table.Print(
            $"Warm, median of {rounds} rounds",
            ["", "own time", "of binding", "processor time over idle", "reported"],
            [
                ["binding, no analyzer", Milliseconds(whole), "", "", $"{binding[0].Reported:N0} errors"],
                .. measured.Skip(1).Select(analyzer => Row(analyzer.Name, analyzer.Costs)),
            ]
        );

        string[] Row(string name, List<Cost> costs)
        {
            var own = Median(costs, static cost => cost.Analyzer);
            var overIdle = MedianDifference(costs, idle, static cost => cost.Processor);
            return [name, Milliseconds(own), Percent(own, whole), Milliseconds(overIdle), $"{costs[0].Reported:N0}"];
        }
    }

    /// <summary>What an editor asks after each edit inside a method: the diagnostics of that document, or of the edited method.</summary>
    private static async Task KeystrokeAsync(
        CSharpCompilation compilation,
        ChosenFiles chosen,
        SourceFolder folder,
        AnalyzerAssembly locks,
        int edits
    )
    {
        const int WarmUp = 3;

        List<string[]> rows = [];
        foreach (var (kind, tree, method) in chosen.Edited)
        {
            var document = new EditedDocument(tree, method);
            var analyzers = locks.CreateAnalyzers();
            ImmutableArray<DiagnosticAnalyzer> idle = [new IdleAnalyzer()];
            List<Cost> compiler = [],
                idleFile = [],
                file = [],
                idleMethod = [],
                inMethod = [];
            var current = compilation;
            for (var edit = 0; edit < WarmUp + edits; edit++)
            {
                current = document.EditIn(current);
                compiler.Add(Cost.OfBinding(current.Clone().GetSemanticModel(document.Tree)));
                idleFile.Add(await AskAsync(idle, wholeFile: true));
                file.Add(await AskAsync(analyzers, wholeFile: true));

                // Each question gets an edit of its own: what the analyzer has kept of an edited file would make the second one cheaper.
                current = document.EditIn(current);
                idleMethod.Add(await AskAsync(idle, wholeFile: false));
                inMethod.Add(await AskAsync(analyzers, wholeFile: false));
            }

            foreach (var costs in new[] { compiler, idleFile, file, idleMethod, inMethod })
                costs.RemoveRange(0, WarmUp);

            var bound = Median(compiler, static cost => cost.Wall);
            rows.Add([$"{kind}: {folder.NameOf(tree)}", Milliseconds(bound), "", "", $"{compiler[^1].Reported:N0} errors"]);
            rows.Add(Row("- LockAnalyzers, the file", file, idleFile));
            rows.Add(Row("- LockAnalyzers, the edited method", inMethod, idleMethod));

            Task<Cost> AskAsync(ImmutableArray<DiagnosticAnalyzer> by, bool wholeFile)
            {
                var copy = current.Clone();
                return Cost.OfAnalysisAsync(
                    copy,
                    by,
                    analysis =>
                        analysis.GetAnalyzerSemanticDiagnosticsAsync(
                            copy.GetSemanticModel(document.Tree),
                            wholeFile ? null : document.Method,
                            default
                        )
                );
            }

            string[] Row(string name, List<Cost> costs, List<Cost> without)
            {
                var own = Median(costs, static cost => cost.Analyzer);
                var overIdle = MedianDifference(costs, without, static cost => cost.Processor);
                return [name, Milliseconds(own), Percent(own, bound), Milliseconds(overIdle), $"{costs[^1].Reported:N0}"];
            }
        }

        Table.Print(
            $"After an edit inside a method, median of {edits} edits",
            ["", "own time", "of the compiler's", "processor time over idle", "reported"],
            [.. rows]
        );
    }

    /// <summary>The files that lock in a new process of the SDK's csc: what they cost when nothing has been compiled by the JIT.</summary>
    private static void Cold(CSharpCompilation compilation, ChosenFiles chosen, SourceFolder folder, AnalyzerAssembly locks, int rounds)
    {
        var files = chosen.Locking.IsEmpty ? [.. chosen.Edited.Select(static edited => edited.File)] : chosen.Locking;
        using var csc = new ColdCompiler(compilation, files);
        List<ColdCompiler.Run> alone = [],
            own = [],
            sdk = [];
        for (var round = 0; round < rounds; round++)
        {
            alone.Add(csc.Compile());
            own.Add(csc.Compile($"-analyzer:{locks.Path}"));
            sdk.Add(
                csc.Compile(
                    $"-analyzer:{DotnetSdk.CSharpNetAnalyzers}",
                    $"-analyzer:{DotnetSdk.NetAnalyzers}",
                    $"-analyzerconfig:{DotnetSdk.DefaultSeverities}"
                )
            );
        }

        var ownTime = Median(own, static run => run.Analyzers.GetValueOrDefault(Own));
        var sdkTime = Median(sdk, static run => run.Analyzers.Values.Aggregate(static (a, b) => a + b));
        var aloneTime = Median(alone, static run => run.Wall);
        Table.Print(
            $"Cold, csc on {csc.Files.Length} files with {csc.Files.Sum(static tree => tree.GetText().Lines.Count):N0} lines, "
                + $"{alone[0].Errors} errors: {string.Join(", ", csc.Files.Select(folder.NameOf))}; median of {rounds} runs",
            ["", "own time", "of the SDK's analyzers", "whole run", "over csc alone"],
            ["csc, with the SDK's generators", "", "", Milliseconds(aloneTime), ""],
            ["the SDK's analyzers as every project has them", Milliseconds(sdkTime), "", .. Whole(sdk)],
            [Own, Milliseconds(ownTime), Percent(ownTime, sdkTime), .. Whole(own)]
        );

        string[] Whole(List<ColdCompiler.Run> runs)
        {
            var wall = Median(runs, static run => run.Wall);
            return [Milliseconds(wall), Milliseconds(wall - aloneTime)];
        }
    }

    /// <summary>Whether the analyzer keeps anything of a compilation that the editor has dropped.</summary>
    private static void MemoryAcrossEdits(CSharpCompilation compilation, ChosenFiles chosen, AnalyzerAssembly locks, int edits)
    {
        var idle = Measure([new IdleAnalyzer()]);
        var own = Measure(locks.CreateAnalyzers());
        Table.Print(
            $"Memory, {chosen.Edited.Length} files edited in turn {edits} times each",
            ["", "after one edit each", "after the last", "growth per edit", "compilations alive"],
            Row("an idle analyzer", idle),
            Row(Own, own)
        );

        Memory Measure(ImmutableArray<DiagnosticAnalyzer> analyzers) =>
            Memory.OfEdits(compilation, [.. chosen.Edited.Select(static e => new EditedDocument(e.File, e.Method))], edits, analyzers);

        string[] Row(string name, Memory memory) =>
            [
                name,
                Megabytes(memory.AfterFirstEdits),
                Megabytes(memory.AfterLastEdits),
                Megabytes((memory.AfterLastEdits - memory.AfterFirstEdits) / (edits * chosen.Edited.Length)),
                $"{memory.CompilationsAlive}",
            ];
    }

    /// <summary>The time per thousand lines should stay as it is while the compilation grows.</summary>
    private static async Task FileCountAsync(SourceFolder folder, AnalyzerAssembly locks, int rounds)
    {
        List<string[]> rows = [];
        foreach (var part in (int[])[4, 2, 1])
        {
            var compilation = folder.CompileFirst(folder.Files / part);
            List<Cost> binding = [],
                own = [];
            for (var round = 0; round < rounds; round++)
            {
                GC.Collect();
                binding.Add(Cost.OfBinding(compilation.Clone()));
                GC.Collect();
                own.Add(await Cost.OfAnalysisAsync(compilation.Clone(), locks.CreateAnalyzers()));
            }

            var bound = Median(binding, static cost => cost.Wall);
            var time = Median(own, static cost => cost.Analyzer);
            var lines = compilation.SyntaxTrees.Sum(static tree => tree.GetText().Lines.Count);
            rows.Add([
                $"{folder.Files / part:N0}",
                $"{lines:N0}",
                $"{binding[0].Reported:N0}",
                Milliseconds(bound),
                Milliseconds(time),
                Percent(time, bound),
                Microseconds(time / lines * 1000),
            ]);
        }

        Table.Print(
            $"Number of files, in the order of their paths, median of {rounds} rounds",
            ["files", "lines", "errors", "binding", "own time", "of binding", "per 1,000 lines"],
            [.. rows]
        );
    }
}
