using Xunit;

namespace LockAnalyzers.Tests.Architecture;

/// <summary>
/// The formatter breaks code at the limit, but no comments. A line that begins with a string is a sentence for users, and stays whole.
/// </summary>
public sealed class LineLengthTests
{
    private const int Limit = 140;

    /// <summary>Folders with lines that are still too long. The list may only shrink: an entry that is needed no more fails, too.</summary>
    private static readonly string[] s_allowed =
    [
        "src/FileLock.Runtime/",
        "tests/FileLock.Runtime.Tests/",
        "tests/LockAnalyzers.Benchmarks/Generated/",
        "tests/LockAnalyzers.Tests/Fixes/",
        "tests/LockAnalyzers.Tests/Rules/",
    ];

    private static readonly string[] s_skipped = ["bin", "obj", "Corpus", "ValidCode", "StrykerOutput"];

    [Fact]
    public void No_line_is_longer_than_the_limit()
    {
        var files =
            from folder in (string[])["src", "tests"]
            from path in Directory.EnumerateFiles(Path.Combine(BuildFacts.RepositoryRoot, folder), "*.cs", SearchOption.AllDirectories)
            let name = Path.GetRelativePath(BuildFacts.RepositoryRoot, path).Replace(Path.DirectorySeparatorChar, '/')
            where !name.Split('/').Intersect(s_skipped).Any()
            from line in File.ReadLines(path).Index()
            where line.Item.Length > Limit && !line.Item.TrimStart(' ', '$').StartsWith('"')
            group line.Index + 1 by name;
        var tooLong = files.ToDictionary(file => file.Key, file => string.Join(", ", file));

        None(
            tooLong
                .Keys.Where(file => !s_allowed.Any(allowed => file.StartsWith(allowed, StringComparison.Ordinal)))
                .Select(file => $"{file}, lines {tooLong[file]}: too long")
        );
        None(
            s_allowed
                .Where(allowed => !tooLong.Keys.Any(file => file.StartsWith(allowed, StringComparison.Ordinal)))
                .Select(allowed => $"{allowed}: allowed for nothing")
        );
    }

    private static void None(IEnumerable<string> faults) => Assert.True(!faults.Any(), string.Join('\n', faults));
}
