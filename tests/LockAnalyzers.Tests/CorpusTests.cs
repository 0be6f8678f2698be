using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.Testing;
using Xunit;

namespace LockAnalyzers.Tests;

/// <summary>
/// Code as people write it, with its locks wrong: <c>Corpus/LOCK1001</c> holds what LOCK1001 is about, <c>Corpus/Mixed</c> files with
/// several faults among much that is right. Markup says where which rules fire; nothing else may.
/// </summary>
public sealed partial class CorpusTests
{
    private static readonly IReadOnlySet<string> s_rules = new LockUsageAnalyzer().SupportedDiagnostics.Select(rule => rule.Id).ToHashSet();

    /// <summary>Known limits: faults that a rule should report and does not. What it comes to report must leave this list.</summary>
    public static TheoryData<string> KnownMisses =>
        [
            "Corpus/LOCK3006/GuardClassCloseOnly.cs", // the file is a field, and another method closes it
        ];

    public static TheoryData<string> AllCases =>
        [.. CodeFiles.FoldersIn("Corpus").SelectMany(folder => CodeFiles.CasesIn($"Corpus/{folder}"))];

    public static TheoryData<string> Cases => [.. AllCases.Select(@case => @case.Data).Except(KnownMisses.Select(miss => miss.Data))];

    public static TheoryData<string> Folders => [.. CodeFiles.FoldersIn("Corpus")];

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Fires_where_it_is_marked(string @case) => CodeFiles.VerifyAsync(CodeFiles.Read(@case));

    /// <summary>The markup says where the rule must fire one day; as soon as anything fires in the case, it is no known miss.</summary>
    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(KnownMisses))]
    public Task Is_missed(string @case) => CodeFiles.VerifyAsync(CodeFiles.Read(@case), MarkupMode.Ignore);

    /// <summary>A mark that misspells its rule, or is ahead of it, would ask for nothing.</summary>
    [Theory]
    [MemberData(nameof(AllCases))]
    public void Is_marked_for_the_rule_of_its_folder_and_for_no_rule_that_does_not_exist(string @case)
    {
        var marks = Marks(@case);

        Assert.Empty(marks.Except(s_rules));
        Assert.NotEmpty(marks);
        if (@case.Split('/')[1] is var folder and not "Mixed")
            Assert.Contains(folder, marks);
    }

    [Theory]
    [MemberData(nameof(AllCases))]
    public void Says_in_its_first_line_what_is_wrong(string @case) =>
        Assert.Contains(CodeFiles.Read(@case), code => code.TrimStart('\uFEFF').StartsWith("// ", StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(Folders))]
    public void Folder_is_called_after_a_rule_or_Mixed(string folder) => Assert.Contains(folder, s_rules.Append("Mixed"));

    private static HashSet<string> Marks(string @case) =>
        [.. CodeFiles.Read(@case).SelectMany(code => Mark().Matches(code)).Select(match => match.Groups["rule"].Value)];

    [GeneratedRegex(@"\{\|(?<rule>LOCK\d+):", RegexOptions.CultureInvariant)]
    private static partial Regex Mark();
}
