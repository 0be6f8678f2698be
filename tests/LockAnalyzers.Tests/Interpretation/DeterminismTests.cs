using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Xunit;

namespace LockAnalyzers.Tests.Interpretation;

/// <summary>The faults of the corpus in one compilation: neither the order of the files nor the number of threads changes a word.</summary>
public sealed partial class DeterminismTests(ITestOutputHelper output)
{
    private const int Threads = 16;

    private static readonly ImmutableArray<SyntaxTree> s_trees =
    [
        .. CodeFiles
            .CasesIn("Corpus/Mixed")
            .Concat(CodeFiles.CasesIn("Corpus/LOCK3001"))
            .SelectMany((@case, i) => CodeFiles.Read(@case).Select((code, j) => Parse(code, $"{i}.{j}.cs"))),
    ];

    [Fact]
    public async Task Shuffled_files_on_many_threads_give_identical_output()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var orders = Enumerable.Range(0, Threads).Select(i => Shuffled(new Random(seed + i))).ToList();
        var expected = await DiagnosticsOfAsync(s_trees, isConcurrent: false);

        var found = await Task.WhenAll(orders.Select(order => Task.Run(() => DiagnosticsOfAsync(order, isConcurrent: true))));

        Assert.True(expected.Split('\n').Length > 50);
        Assert.All(found, text => Assert.Equal(expected, text));
    }

    private static ImmutableArray<SyntaxTree> Shuffled(Random random)
    {
        var trees = s_trees.ToArray();
        random.Shuffle(trees);
        return [.. trees];
    }

    private static async Task<string> DiagnosticsOfAsync(ImmutableArray<SyntaxTree> trees, bool isConcurrent)
    {
        var options = new CompilationWithAnalyzersOptions(new AnalyzerOptions([]), null, isConcurrent, logAnalyzerExecutionTime: false);
        var found = await Interpreted
            .Compilation([])
            .AddSyntaxTrees(trees)
            .WithAnalyzers([new LockUsageAnalyzer()], options)
            .GetAnalyzerDiagnosticsAsync();
        return string.Join('\n', found.Select(Line).Order(StringComparer.Ordinal));
    }

    private static string Line(Diagnostic diagnostic) =>
        string.Join(
            ' ',
            [diagnostic, .. diagnostic.AdditionalLocations.Select(l => l.GetLineSpan()), .. diagnostic.Properties.OrderBy(p => p.Key)]
        );

    private static SyntaxTree Parse(string code, string path) => CSharpSyntaxTree.ParseText(Markup().Replace(code, "$1"), path: path);

    [GeneratedRegex(@"\{\|LOCK\d+:(.*?)\|\}", RegexOptions.Singleline)]
    private static partial Regex Markup();
}
