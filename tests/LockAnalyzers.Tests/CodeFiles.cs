using Microsoft.CodeAnalysis.Testing;

namespace LockAnalyzers.Tests;

/// <summary>
/// Code that the tests compile, one case per file or folder; a folder is one compilation of all its files. All may refer to
/// Mono.Posix and FileLock.Runtime. The floor's compiler speaks C# 11. README.md beside this file has the conventions.
/// </summary>
internal static class CodeFiles
{
    private static readonly string s_root = Path.Combine(BuildFacts.RepositoryRoot, "tests", "LockAnalyzers.Tests");

    /// <summary>The folders in Corpus or ValidCode, by their names.</summary>
    public static IEnumerable<string> FoldersIn(string folder) =>
        Directory.EnumerateDirectories(Path.Combine(s_root, folder)).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal);

    /// <summary>The cases in a folder beside this file, by their paths from here. A folder not there has none.</summary>
    public static IEnumerable<string> CasesIn(string folder)
    {
        var path = Path.Combine(s_root, folder);
        var entries = Directory.Exists(path) ? Directory.EnumerateFileSystemEntries(path) : [];
        return entries.Select(entry => $"{folder}/{Path.GetFileName(entry)}").Order(StringComparer.Ordinal);
    }

    public static bool Exist(string @case) => Path.Exists(Path.Combine(s_root, @case));

    public static IEnumerable<string> Read(string @case)
    {
        var path = Path.Combine(s_root, @case);
        var files = Directory.Exists(path) ? Directory.GetFiles(path, "*.cs", SearchOption.AllDirectories) : [path];
        return files.Order(StringComparer.Ordinal).Select(File.ReadAllText);
    }

    public static Task VerifyAsync(IEnumerable<string> sources, MarkupMode markup = MarkupMode.Allow)
    {
        var test = new LockTest { TestState = { AdditionalReferences = { TestReferences.MonoPosix, TestReferences.FileLockRuntime } } };
        test.TestState.MarkupHandling = markup;
        foreach (var source in sources)
            test.TestState.Sources.Add(source);

        // The runtime is there for all, so that every lock that is right could be one of its own; only the cases of that rule mean it.
        if (!test.TestState.Sources.Exists(source => source.content.ToString().Contains("LOCK6001", StringComparison.Ordinal)))
            test.DisabledDiagnostics.Add("LOCK6001");
        return test.RunAsync();
    }
}
