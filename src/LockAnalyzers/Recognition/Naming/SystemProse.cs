using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace LockAnalyzers.Recognition.Naming;

/// <summary>What comments say of the systems that run the code beside them.</summary>
internal static class SystemProse
{
    private static readonly ImmutableHashSet<string> MacOS = ImmutableHashSet.Create("mac", "macos", "osx", "darwin", "ios", "xnu");

    private static readonly ImmutableHashSet<string> Others = ImmutableHashSet.Create(
        "linux",
        "unix",
        "posix",
        "bsd",
        "freebsd",
        "android",
        "windows"
    );

    /// <summary>What stands between the systems of a list, and belongs to their names.</summary>
    private static readonly ImmutableHashSet<string> Joints = ImmutableHashSet.Create("and", "or", "on", "both", "the", "os", "x", "i");

    private static readonly ImmutableHashSet<string> Runs = ImmutableHashSet.Create(
        "use",
        "uses",
        "used",
        "run",
        "runs",
        "work",
        "works",
        "support",
        "supports",
        "supported",
        "call",
        "calls",
        "called",
        "fcntl"
    );

    /// <summary>Words by which a sentence says that a system does not run the code, or that it is otherwise there.</summary>
    private static readonly ImmutableHashSet<string> Denials = ImmutableHashSet.Create(
        "not",
        "t",
        "never",
        "no",
        "nor",
        "none",
        "cannot",
        "without",
        "except",
        "excluding",
        "unlike",
        "other",
        "others",
        "differ",
        "differs",
        "different",
        "differently",
        "instead",
        "unsupported",
        "untested",
        "lacks",
        "missing",
        "skip",
        "skips",
        "skipped",
        "fails",
        "wrong",
        "todo",
        "flock",
        "lockf"
    );

    private static readonly Regex Markup = new("<[^>]*>", RegexOptions.CultureInvariant);
    private static readonly Regex Clauses = new(@"[.](?=\s|$)|[;()\[\]]", RegexOptions.CultureInvariant);
    private static readonly Regex Words = new("[A-Za-z0-9]+", RegexOptions.CultureInvariant);

    /// <summary>
    /// True for a comment that says that macOS runs what it is written at: it lists macOS among systems, or says so of
    /// it.
    /// </summary>
    public static bool SaysMacOS(string comment) => ClausesOf(comment).Any(words => Lists(words) || words.Any(Runs.Contains));

    /// <summary>True for a comment that lists macOS among other systems: <c>Unix (Linux, macOS)</c>.</summary>
    public static bool ListsMacOS(string comment) => ClausesOf(comment).Any(Lists);

    /// <summary>The words of the clauses that name macOS and deny nothing.</summary>
    private static IEnumerable<string[]> ClausesOf(string comment) =>
        Clauses
            .Split(Markup.Replace(comment, " "))
            .Select(clause => Words.Matches(clause).Cast<Match>().Select(word => word.Value.ToLowerInvariant()).ToArray())
            .Where(words => words.Any(MacOS.Contains) && !words.Where((word, i) => IsDenial(words, i)).Any());

    /// <summary>The lock record of fcntl is called struct flock.</summary>
    private static bool IsDenial(string[] words, int i) =>
        Denials.Contains(words[i]) && !(words[i] == "flock" && i > 0 && words[i - 1] == "struct");

    private static bool Lists(string[] words)
    {
        for (var i = 0; i < words.Length; i++)
        {
            if (!MacOS.Contains(words[i]))
                continue;
            if (Others.Contains(Next(words, i, -1)) || Others.Contains(Next(words, i, 1)))
                return true;
        }

        return words.All(word => MacOS.Contains(word) || Others.Contains(word) || Joints.Contains(word));
    }

    /// <summary>The next word that is neither a joint nor another name of macOS.</summary>
    private static string Next(string[] words, int from, int step)
    {
        for (var i = from + step; i >= 0 && i < words.Length; i += step)
        {
            if (!Joints.Contains(words[i]) && !MacOS.Contains(words[i]))
                return words[i];
        }

        return "";
    }
}
