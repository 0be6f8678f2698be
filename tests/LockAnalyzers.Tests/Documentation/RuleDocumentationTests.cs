using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Xunit;

namespace LockAnalyzers.Tests.Documentation;

/// <summary>
/// A rule's descriptor is the truth; its page, its row in the README and its entry in the release files must say the same.
/// A page begins
/// <code>
/// # LOCK1001: The descriptor's title
///
/// | | |
/// |---|---|
/// | Category | Locking.Mode |
/// | Severity | Warning |
/// | Fix | What the fix does, or None |
/// </code>
/// and a row of the README begins <c>| [LOCK1001](docs/rules/LOCK1001.md) | Warning |</c>, the rest is its own words.
/// </summary>
public sealed partial class RuleDocumentationTests
{
    private const string Help = "https://github.com/lockanalyzers/lockanalyzers/blob/main/docs/rules/";

    private static readonly IReadOnlyDictionary<string, DiagnosticDescriptor> s_rules =
        new LockUsageAnalyzer().SupportedDiagnostics.ToDictionary(descriptor => descriptor.Id);

    private static readonly IReadOnlySet<string> s_fixable = Assembly
        .Load("LockAnalyzers.CodeFixes")
        .GetTypes()
        .Where(type => type.IsSubclassOf(typeof(CodeFixProvider)) && !type.IsAbstract)
        .SelectMany(type => ((CodeFixProvider)Activator.CreateInstance(type)!).FixableDiagnosticIds)
        .ToHashSet();

    public static TheoryData<string> Rules => [.. s_rules.Keys.Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Rules))]
    public void Page_begins_as_the_descriptor_says(string id)
    {
        var rule = s_rules[id];

        var page = File.ReadAllLines(PathOf("docs", "rules", id + ".md"));

        string[] head =
        [
            $"# {id}: {Title(rule)}",
            "",
            "| | |",
            "|---|---|",
            $"| Category | {rule.Category} |",
            $"| Severity | {rule.DefaultSeverity} |",
        ];
        Assert.Equal(head, page.Take(head.Length));
        Assert.Matches(s_fixable.Contains(id) ? @"^\| Fix \| (?!None).+ \|$" : @"^\| Fix \| None \|$", page[head.Length]);
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void Description_says_why_in_whole_sentences(string id) =>
        Assert.Matches(@"^[A-Z].{20,}\.$", s_rules[id].Description.ToString(CultureInfo.InvariantCulture));

    [Theory]
    [MemberData(nameof(Rules))]
    public void Help_link_leads_to_the_page(string id) => Assert.Equal($"{Help}{id}.md", s_rules[id].HelpLinkUri);

    [Theory]
    [MemberData(nameof(Rules))]
    public void Readme_lists_the_rule(string id)
    {
        var row = $"| [{id}](docs/rules/{id}.md) | {s_rules[id].DefaultSeverity} | ";

        Assert.Contains(File.ReadAllLines(PathOf("README.md")), line => line.StartsWith(row, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void Release_files_list_the_rule_once(string id)
    {
        var entry = Assert.Single(ReleaseEntries(), entry => entry.Id == id);

        Assert.Equal((s_rules[id].Category, s_rules[id].DefaultSeverity.ToString()), (entry.Category, entry.Severity));
    }

    [Fact]
    public void No_page_is_without_its_rule()
    {
        var pages = Directory.EnumerateFiles(PathOf("docs", "rules"), "LOCK*.md");

        Assert.Equal(s_rules.Keys.Order(), pages.Select(Path.GetFileNameWithoutExtension).Order());
    }

    [Fact]
    public void No_row_of_the_readme_is_without_its_rule()
    {
        var rows = ReadmeRow().Matches(File.ReadAllText(PathOf("README.md")));

        Assert.Equal(s_rules.Keys.Order(), rows.Select(row => row.Groups["id"].Value).Order());
    }

    [Fact]
    public void No_entry_of_the_release_files_is_without_its_rule() =>
        Assert.Equal(s_rules.Keys.Order(), ReleaseEntries().Select(entry => entry.Id).Order());

    private static string Title(DiagnosticDescriptor rule) => rule.Title.ToString(CultureInfo.InvariantCulture);

    private static IEnumerable<(string Id, string Category, string Severity)> ReleaseEntries() =>
        from file in (string[])["AnalyzerReleases.Shipped.md", "AnalyzerReleases.Unshipped.md"]
        from Match match in ReleaseEntry().Matches(File.ReadAllText(PathOf("src", "LockAnalyzers", file)))
        select (match.Groups["id"].Value, match.Groups["category"].Value, match.Groups["severity"].Value);

    private static string PathOf(params string[] parts) => Path.Combine([BuildFacts.RepositoryRoot, .. parts]);

    [GeneratedRegex(@"^\| \[(?<id>\w+)\]\(docs/rules/", RegexOptions.Multiline)]
    private static partial Regex ReadmeRow();

    [GeneratedRegex(@"^(?<id>LOCK\d+)\s*\|\s*(?<category>[^|\s]+)\s*\|\s*(?<severity>\w+)\s*\|", RegexOptions.Multiline)]
    private static partial Regex ReleaseEntry();
}
