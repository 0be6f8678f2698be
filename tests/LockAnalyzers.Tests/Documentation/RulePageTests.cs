using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Xunit;

namespace LockAnalyzers.Tests.Documentation;

/// <summary>What a rule's page has below its head, that its samples show what the page says, and the index of all pages.</summary>
public sealed class RulePageTests
{
    private static readonly IReadOnlyList<DiagnosticDescriptor> s_rules =
    [
        .. new LockUsageAnalyzer().SupportedDiagnostics.OrderBy(rule => rule.Id, StringComparer.Ordinal),
    ];

    /// <summary>The families in the order of the index, with what they are about. A rule of another category fails the index.</summary>
    private static readonly (string Category, string About)[] s_families =
    [
        ("Locking.Mode", "Shared or exclusive, waiting or not"),
        ("Locking.Range", "The bytes that are locked"),
        ("Locking.Release", "When and how the lock ends"),
        ("Locking.Outcome", "What is done when the lock is refused"),
        ("Locking.Declaration", "How the system is called"),
        ("Locking.Migration", "Moving to FileLock.Runtime"),
        ("Locking.Configuration", "What the analyzer is told"),
    ];

    private const string Writing =
        "dotnet run --project tests/LockAnalyzers.Tests -- -explicit only -method \"*Write_what_follows_from_the_descriptors\"";

    public static TheoryData<string> Rules => [.. s_rules.Select(rule => rule.Id)];

    [Theory]
    [MemberData(nameof(Rules))]
    public void Page_has_every_section_in_order(string id)
    {
        var page = new RulePage(id);

        Assert.True(
            page.Headings.Where(RulePage.Sections.Contains).SequenceEqual(RulePage.Sections),
            $"docs/rules/{id}.md must have these sections in this order: {string.Join(", ", RulePage.Sections)}; "
                + $"it has {string.Join(", ", page.Headings)}."
        );
        Assert.All(
            RulePage.Sections,
            section => Assert.True(page.Section(section).Length > 20, $"docs/rules/{id}.md says nothing under '{section}'.")
        );
        Assert.Matches(@"(?m)^Source: \[", page.Text);
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void Page_ends_as_the_descriptors_say(string id)
    {
        var page = new RulePage(id);

        Assert.True(
            page.WithTail(TailOf(id)) == page.Text,
            $"The sections '{RulePage.Configure}' and '{RulePage.Family}' of docs/rules/{id}.md are not as the descriptors say. "
                + $"Write them: {Writing}"
        );
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void Links_of_the_page_are_absolute(string id) =>
        Assert.All(new RulePage(id).Links, link => Assert.StartsWith("https://", link, StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(Rules))]
    public void Links_of_the_page_into_the_repository_lead_somewhere(string id) =>
        Assert.All(
            new RulePage(id)
                .Links.Select(link =>
                    link.Replace(
                        "raw.githubusercontent.com/lockanalyzers/lockanalyzers/main/",
                        RulePage.Site[8..],
                        StringComparison.Ordinal
                    )
                )
                .Where(link => link.StartsWith(RulePage.Site, StringComparison.Ordinal)),
            link =>
                Assert.True(File.Exists(Path.Combine(BuildFacts.RepositoryRoot, link[RulePage.Site.Length..])), $"{link} leads nowhere.")
        );

    [Theory]
    [MemberData(nameof(Rules))]
    public async Task Samples_show_what_the_page_says(string id)
    {
        var faulty = 0;
        foreach (var sample in new RulePage(id).Samples)
        {
            var place = $"docs/rules/{id}.md, line {sample.Line}";
            var (ids, problem) = await sample.JudgeAsync();

            Assert.True(
                problem is null,
                $"{place}: does not compile; give it what it needs in a comment '<!-- in:' before it (see PageSample).\n{problem}"
            );
            if (sample.Section == RulePage.Finds)
            {
                faulty++;
                Assert.True(ids.Contains(id), $"{place}: {id} is not reported in this sample, but {string.Join(", ", ids)}.");
            }
            else
            {
                Assert.False(ids.Contains(id), $"{place}: {id} is reported in this sample, which is not under '{RulePage.Finds}'.");
            }
        }

        Assert.True(
            faulty > 0 || s_rules.Single(rule => rule.Id == id).Category == "Locking.Configuration",
            $"docs/rules/{id}.md shows no fault."
        );
    }

    [Fact]
    public void Index_lists_every_rule() =>
        Assert.True(
            File.ReadAllText(RulePage.PathOf("README")).ReplaceLineEndings("\n") == Index(),
            $"docs/rules/README.md is not as the descriptors say. Write it: {Writing}"
        );

    [Fact]
    public void Index_knows_every_family() =>
        Assert.Empty(s_rules.Select(rule => rule.Category).Except(s_families.Select(family => family.Category)));

    /// <summary>No test: run by its name, it writes what the tests above compare.</summary>
    [Fact(Explicit = true)]
    public void Write_what_follows_from_the_descriptors()
    {
        foreach (var rule in s_rules)
        {
            var page = new RulePage(rule.Id);
            File.WriteAllText(page.Path, page.WithTail(TailOf(rule.Id)));
        }

        File.WriteAllText(RulePage.PathOf("README"), Index());
    }

    private static string TailOf(string id) => RulePage.Tail(s_rules.Single(rule => rule.Id == id), s_rules);

    private static string Index()
    {
        var fixable = Assembly
            .Load("LockAnalyzers.CodeFixes")
            .GetTypes()
            .Where(type => type.IsSubclassOf(typeof(CodeFixProvider)) && !type.IsAbstract)
            .SelectMany(type => ((CodeFixProvider)Activator.CreateInstance(type)!).FixableDiagnosticIds)
            .ToHashSet();
        var families =
            from family in s_families
            let rules = s_rules.Where(rule => rule.Category == family.Category).ToList()
            where rules.Count > 0
            select $"## {family.About}\n\nCategory `{family.Category}`\n\n| Rule | Severity | Title | Fix |\n|---|---|---|---|\n"
                + string.Concat(rules.Select(rule => Row(rule, fixable.Contains(rule.Id))));
        return "# Rules\n\n"
            + "A warning is certain enough that a build with warnings as errors should fail; an info is a judgement call. "
            + $"How to turn a rule or a family on and off: [Configuration]({RulePage.Site}docs/configuration.md).\n\n"
            + string.Join("\n", families);
    }

    private static string Row(DiagnosticDescriptor rule, bool hasFix) =>
        $"| [{rule.Id}]({RulePage.Site}docs/rules/{rule.Id}.md) | {rule.DefaultSeverity} | {RulePage.Title(rule)} | "
        + $"{(hasFix ? "yes" : "")} |\n";
}
