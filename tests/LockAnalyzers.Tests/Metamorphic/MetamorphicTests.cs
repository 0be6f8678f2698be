using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit;

namespace LockAnalyzers.Tests.Metamorphic;

/// <summary>
/// What does not change the meaning of code changes no diagnostic of it: the same ids for the same texts. Each relation is asked of every
/// case of Corpus and ValidCode that has something for it to change.
/// </summary>
[Trait("Long", "true")]
public sealed partial class MetamorphicTests(ITestOutputHelper output)
{
    private static readonly ConcurrentDictionary<string, Lazy<Task<Judged>>> s_cases = new();

    public static TheoryData<string> Names => [.. Relations.All.Select(relation => relation.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Changes_no_diagnostic(string name)
    {
        var relation = Relations.All.Single(relation => relation.Name == name);
        var watch = Stopwatch.StartNew();
        var changed = 0;
        var differences = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        await Parallel.ForEachAsync(
            CorpusTests.AllCases.Concat(ValidCodeTests.Cases).Select(@case => @case.Data),
            new ParallelOptions { MaxDegreeOfParallelism = 2 },
            async (@case, _) =>
            {
                var before = await s_cases.GetOrAdd(@case, key => new(() => JudgeAsync(key))).Value;
                if (relation.Rewrite(before.Compilation) is not { } trees)
                    return;

                Interlocked.Increment(ref changed);
                if (await DifferenceAsync(relation, before, trees) is { } difference)
                    differences[@case] = difference;
            }
        );
        output.WriteLine($"{changed} cases, {watch.Elapsed.TotalSeconds:F1} s");

        Assert.True(changed > 0, "The relation changes nothing anywhere.");
        var known = KnownRelationLimits.Of(name).ToList();
        var subjects = differences.SelectMany(d => IdsIn(d.Value).Append(d.Key)).ToHashSet();
        string[] failures =
        [
            .. differences
                .Where(d => !IdsIn(d.Value).All(id => known.Exists(limit => limit.Knows(d.Key, id))))
                .OrderBy(d => d.Key, StringComparer.Ordinal)
                .Select(d => $"{d.Key} changes:\n{d.Value}"),
            .. known.SelectMany(limit => limit.Subjects).Except(subjects).Select(subject => $"{subject} is no limit any more"),
        ];
        Assert.True(failures.Length == 0, string.Join('\n', failures));
    }

    private static async Task<Judged> JudgeAsync(string @case)
    {
        var compilation = await JudgedCode.CompileAsync(JudgedCode.Read(@case).Select((code, i) => JudgedCode.Parse(code, $"{i}.cs")));
        return new(compilation, await JudgedCode.JudgeAsync(compilation));
    }

    private static async Task<string?> DifferenceAsync(Relation relation, Judged before, IReadOnlyList<SyntaxTree> trees)
    {
        var compilation = await JudgedCode.CompileAsync(trees);
        if (JudgedCode.ErrorsIn(compilation).ToList() is { Count: > 0 } errors)
            return $"does not compile: {string.Join("\n", errors.Take(3))}\n{errors[0].Location.SourceTree}";

        var expected = ReadAll(relation.Reading, before.Compilation, before.Found);
        var actual = ReadAll(relation.Reading, compilation, await JudgedCode.JudgeAsync(compilation));
        var lost = Without(expected, actual);
        var won = Without(actual, expected);
        return lost.Count + won.Count == 0 ? null : string.Join('\n', [.. lost.Select(d => "  - " + d), .. won.Select(d => "  + " + d)]);
    }

    /// <summary>The ids of a difference; what does not compile has one that no limit knows.</summary>
    private static IEnumerable<string> IdsIn(string difference) =>
        DifferentId().Matches(difference).Select(match => match.Groups["id"].Value).DefaultIfEmpty("no id").Distinct();

    private static List<string> Without(IEnumerable<string> some, IEnumerable<string> others)
    {
        var rest = some.ToList();
        foreach (var other in others)
            rest.Remove(other);
        return rest;
    }

    private static List<string> ReadAll(Reading reading, Compilation compilation, ImmutableArray<Diagnostic> found) =>
        [
            .. from diagnostic in found
            where diagnostic.Location.SourceTree is { } tree && !tree.FilePath.StartsWith(Relation.Aside, StringComparison.Ordinal)
            select $"{diagnostic.Id} {Read(reading, compilation, diagnostic.Location)}",
        ];

    private static string Read(Reading reading, Compilation compilation, Location location)
    {
        var tree = location.SourceTree!;
        var text = tree.GetText().ToString(location.SourceSpan);
        if (reading is Reading.Constants or Reading.Names)
        {
            var model = compilation.GetSemanticModel(tree);
            var tokens = tree.GetRoot().DescendantTokens(location.SourceSpan).Where(token => location.SourceSpan.Contains(token.Span));
            text =
                reading == Reading.Names
                    ? string.Concat(tokens.Select(token => IsLocal(token, model) ? "_" : token.Text))
                    : string.Join(
                        ",",
                        tokens
                            .Where(token => !token.Text.StartsWith(Relation.Aside, StringComparison.Ordinal))
                            .Select(token => ConstantAround(token, location, model))
                            .Where(part => part.Length > 0)
                            .Distinct()
                    );
        }

        text = Space().Replace(text, "").Replace(Relation.Aside, "", StringComparison.Ordinal);
        return reading == Reading.Calls ? text.Split('(')[0] : text;
    }

    private static bool IsLocal(SyntaxToken token, SemanticModel model) =>
        token.IsKind(SyntaxKind.IdentifierToken)
        && (
            model.GetSymbolInfo(token.Parent!).Symbol is ILocalSymbol or IParameterSymbol
            || model.GetDeclaredSymbol(token.Parent!) is ILocalSymbol or IParameterSymbol
        );

    /// <summary>The number of the largest constant in the marked text that a token is part of.</summary>
    private static string ConstantAround(SyntaxToken token, Location location, SemanticModel model) =>
        token
            .Parent!.AncestorsAndSelf()
            .TakeWhile(node => location.SourceSpan.Contains(node.Span))
            .OfType<ExpressionSyntax>()
            .LastOrDefault(expression => model.GetConstantValue(expression).HasValue)
            is { } constant
            ? $"#{NumberOf(model.GetConstantValue(constant).Value)}"
        : token.IsKind(SyntaxKind.IdentifierToken) ? token.Text
        : "";

    private static string NumberOf(object? value) =>
        value is uint number ? unchecked((int)number).ToString(CultureInfo.InvariantCulture) : $"{value}";

    [GeneratedRegex(@"^  [-+] (?<id>LOCK\d+) ", RegexOptions.Multiline)]
    private static partial Regex DifferentId();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();

    private sealed record Judged(CSharpCompilation Compilation, ImmutableArray<Diagnostic> Found);
}
