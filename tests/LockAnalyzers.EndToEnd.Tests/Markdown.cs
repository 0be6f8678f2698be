using System.Text.RegularExpressions;

namespace LockAnalyzers.EndToEnd.Tests;

/// <summary>The commands of a page, so that what is tried is what users are told.</summary>
internal static class Markdown
{
    /// <summary>The only shell block of a page in docs that starts so, as the lines for a shell.</summary>
    public static string Script(string page, string start)
    {
        var text = File.ReadAllText(Repository.PathOf($"docs/{page}")).ReplaceLineEndings("\n");
        var blocks = Regex
            .Matches(text, @"^(?<indent> *)```sh\n(?<code>.+?)\n\k<indent>```$", RegexOptions.Multiline | RegexOptions.Singleline)
            .Select(match => Regex.Replace(match.Groups["code"].Value, $"(?m)^{match.Groups["indent"].Value}", ""));
        return Assert.Single(blocks, block => block.StartsWith(start, StringComparison.Ordinal));
    }
}
