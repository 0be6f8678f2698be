using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.Testing;
using Xunit;

namespace LockAnalyzers.Tests;

/// <summary>
/// Code as people write it, with its locks wrong: <c>Corpus/LOCK1001</c> holds what LOCK1001 is about, <c>Corpus/Mixed</c> files with
/// several faults among much that is right. Markup says where which rules
/// fire; nothing else may. A case that is marked for a rule which does not exist yet waits for it.
/// </summary>
public sealed partial class CorpusTests
{
    private static readonly IReadOnlySet<string> s_rules = new LockUsageAnalyzer().SupportedDiagnostics.Select(rule => rule.Id).ToHashSet();

    /// <summary>Known limits: faults that the rules do not see yet. What they come to see must leave this list.</summary>
    public static TheoryData<string> KnownMisses =>
        [
            "Corpus/LOCK3006/GuardClassCloseOnly.cs", // the file is a field, and another method closes it
        ];

    public static TheoryData<string> Cases =>
        [
            .. from folder in s_rules.Order().Append("Mixed")
            from @case in CodeFiles.CasesIn($"Corpus/{folder}")
            where IsDue(@case)
            select @case,
        ];

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Fires_where_it_is_marked(string @case)
    {
        Assert.NotEmpty(Marks(@case));
        return CodeFiles.VerifyAsync(CodeFiles.Read(@case));
    }

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(KnownMisses))]
    public Task Is_missed(string @case) => CodeFiles.VerifyAsync(CodeFiles.Read(@case), MarkupMode.Ignore);

    private static bool IsDue(string @case) => Marks(@case).IsSubsetOf(s_rules) && !KnownMisses.Any(miss => miss.Data == @case);

    private static HashSet<string> Marks(string @case) =>
        [.. CodeFiles.Read(@case).SelectMany(code => Mark().Matches(code)).Select(match => match.Groups["rule"].Value)];

    [GeneratedRegex(@"\{\|(?<rule>LOCK\d+):", RegexOptions.CultureInvariant)]
    private static partial Regex Mark();
}
