using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;

namespace LockAnalyzers.Tests.Documentation;

/// <summary>
/// A rule's page. Its sections come in this order, others may stand between them:
/// <code>
/// # LOCK1001: The descriptor's title
/// ## What it finds                  C# that the rule reports
/// ## How to fix violations          C# that it does not report
/// ## When to suppress
/// ## Configure severity             written by RulePageTests.Write_what_follows_from_the_descriptors
/// ## Other rules of the family      likewise
/// Source: …
/// </code>
/// A C# block is a compilation unit, members of a class, or statements of a method. What it needs around it stands in a comment before it,
/// which readers of the page do not see; see <see cref="PageSample"/>.
/// </summary>
internal sealed partial class RulePage
{
    public const string Site = "https://github.com/lockanalyzers/lockanalyzers/blob/main/";

    public const string Finds = "What it finds";
    public const string Fix = "How to fix violations";
    public const string Suppress = "When to suppress";
    public const string Configure = "Configure severity";
    public const string Family = "Other rules of the family";

    public static readonly string[] Sections = [Finds, Fix, Suppress, Configure, Family];

    private static readonly string s_folder = System.IO.Path.Combine(BuildFacts.RepositoryRoot, "docs", "rules");

    public RulePage(string id)
    {
        Path = PathOf(id);
        Text = File.ReadAllText(Path).ReplaceLineEndings("\n");
    }

    public string Path { get; }

    public string Text { get; }

    public IEnumerable<string> Headings => Heading().Matches(Text).Select(match => match.Groups["name"].Value);

    /// <summary>The targets of all links and pictures.</summary>
    public IEnumerable<string> Links => Link().Matches(Text).Select(match => match.Groups["target"].Value);

    public IEnumerable<PageSample> Samples =>
        Block()
            .Matches(Text)
            .Select(match => new PageSample(
                SectionAt(match.Index),
                1 + Text[..match.Groups["code"].Index].Count(letter => letter == '\n'),
                match.Groups["context"].Success ? match.Groups["context"].Value : null,
                match.Groups["code"].Value
            ));

    /// <summary>The text under a heading, empty where there is none.</summary>
    public string Section(string heading)
    {
        var match = Regex.Match(
            Text,
            $@"^## {Regex.Escape(heading)}\n(?<text>.*?)(?=^## |^Source: |\z)",
            RegexOptions.Multiline | RegexOptions.Singleline
        );
        return match.Groups["text"].Value.Trim('\n');
    }

    public static string PathOf(string id) => System.IO.Path.Combine(s_folder, id + ".md");

    /// <summary>The sections that follow from the descriptors, headings included, as they have to be.</summary>
    public static string Tail(DiagnosticDescriptor rule, IEnumerable<DiagnosticDescriptor> rules) =>
        $"""
            ## {Configure}

            ```ini
            [*.cs]
            dotnet_diagnostic.{rule.Id}.severity = none # or error, warning, suggestion, silent
            dotnet_analyzer_diagnostic.category-{rule.Category}.severity = none # the whole family
            ```

            [All settings]({Site}docs/configuration.md), presets among them.

            ## {Family}

            {string.Join("\n", Others(rule, rules).Select(other => $"- [{other.Id}]({Site}docs/rules/{other.Id}.md): {Title(other)}"))}

            [All rules]({Site}docs/rules/README.md)
            """.ReplaceLineEndings("\n");

    /// <summary>The page with its tail as it has to be, before its last line, the sources.</summary>
    public string WithTail(string tail)
    {
        var source = Text.LastIndexOf("\nSource: ", StringComparison.Ordinal);
        var end = Text.IndexOf($"\n## {Configure}\n", StringComparison.Ordinal);
        var before = Text[..(end < 0 ? source : end)].TrimEnd('\n');
        return $"{before}\n\n{tail}\n{Text[source..]}";
    }

    public static string Title(DiagnosticDescriptor rule) => rule.Title.ToString(CultureInfo.InvariantCulture);

    private static IEnumerable<DiagnosticDescriptor> Others(DiagnosticDescriptor rule, IEnumerable<DiagnosticDescriptor> rules) =>
        rules.Where(other => other.Category == rule.Category && other.Id != rule.Id).OrderBy(other => other.Id, StringComparer.Ordinal);

    private string SectionAt(int place) => Heading().Matches(Text[..place]).LastOrDefault()?.Groups["name"].Value ?? "";

    [GeneratedRegex(@"^## (?<name>.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(
        @"(^<!-- in:\n(?<context>.*?)\n?-->\n)?^```csharp\n(?<code>.*?)\n```$",
        RegexOptions.Multiline | RegexOptions.Singleline
    )]
    private static partial Regex Block();
}
