using System.Text.RegularExpressions;

namespace LockAnalyzers.EndToEnd.Tests;

/// <summary>README.md, as far as it promises something that can be tried.</summary>
internal static partial class Readme
{
    public static string Text { get; } = File.ReadAllText(Repository.PathOf("README.md")).ReplaceLineEndings("\n");

    /// <summary>The one command of each shell block, in order.</summary>
    public static IReadOnlyList<string> Commands { get; } =
    [.. ShellBlock().Matches(Text).Select(static match => match.Groups["command"].Value)];

    /// <summary>The example of FileLock.Runtime, a program as it stands.</summary>
    public static string RuntimeExample { get; } = CSharpBlock().Match(Text).Groups["code"].Value;

    /// <summary>The README's only command that starts so: what is tried is what users are told.</summary>
    public static string Command(string start) => Assert.Single(Commands, command => command.StartsWith(start, StringComparison.Ordinal));

    /// <summary>The targets of links that point into the repository.</summary>
    public static IReadOnlyList<string> LocalLinks { get; } =
    [.. Link().Matches(Text).Select(static match => match.Groups["target"].Value).Where(static target => !target.Contains("://"))];

    /// <summary>The line for .editorconfig that turns a family off.</summary>
    public static string FamilyOff { get; } = Family().Match(Text).Value;

    /// <summary>What the README says that the compiler prints, line by line.</summary>
    public static IReadOnlyList<string> QuotedWarnings { get; } = [.. Warning().Matches(Text).Select(static match => match.Value)];

    [GeneratedRegex(@"^```sh\n(?<command>.+)\n```$", RegexOptions.Multiline)]
    private static partial Regex ShellBlock();

    [GeneratedRegex(@"^```csharp\n(?<code>using FileLocking;.+?)\n```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CSharpBlock();

    [GeneratedRegex(@"\]\((?<target>[^)#]+)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^dotnet_analyzer_diagnostic\.category-.+$", RegexOptions.Multiline)]
    private static partial Regex Family();

    [GeneratedRegex(@"^samples/.+: warning LOCK\d+: .+$", RegexOptions.Multiline)]
    private static partial Regex Warning();
}
