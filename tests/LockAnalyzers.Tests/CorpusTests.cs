using System.Text.RegularExpressions;
using Xunit;

namespace LockAnalyzers.Tests;

/// <summary>
/// Code as people write it, with its locks wrong: <c>Corpus/LOCK1001</c> holds what LOCK1001 is about. Markup says where which rules
/// fire; nothing else may. A case that is marked for a rule which does not exist yet waits for it.
/// </summary>
public sealed partial class CorpusTests
{
    private static readonly IReadOnlySet<string> s_rules = new LockUsageAnalyzer().SupportedDiagnostics.Select(rule => rule.Id).ToHashSet();

    public static TheoryData<string> Cases =>
        [.. s_rules.Order().SelectMany(rule => CodeFiles.CasesIn($"Corpus/{rule}")).Where(@case => Marks(@case).IsSubsetOf(s_rules))];

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(Cases))]
    public Task Fires_where_it_is_marked(string @case)
    {
        Assert.NotEmpty(Marks(@case));
        return CodeFiles.VerifyAsync(CodeFiles.Read(@case));
    }

    private static HashSet<string> Marks(string @case) =>
        [.. CodeFiles.Read(@case).SelectMany(code => Mark().Matches(code)).Select(match => match.Groups["rule"].Value)];

    [GeneratedRegex(@"\{\|(?<rule>LOCK\d+):", RegexOptions.CultureInvariant)]
    private static partial Regex Mark();
}
