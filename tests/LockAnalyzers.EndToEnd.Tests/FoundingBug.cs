namespace LockAnalyzers.EndToEnd.Tests;

/// <summary>Where the sample makes the mistake.</summary>
internal static class FoundingBug
{
    public const string FileName = "DirectoryLock.cs";

    /// <summary>The one-based line of the call whose flags lack LOCKFILE_EXCLUSIVE_LOCK.</summary>
    public static int LineIn(string source)
    {
        var lines = source.ReplaceLineEndings("\n").Split('\n');
        return 1 + Array.FindIndex(lines, static line => line.Contains("LockFileEx(handle, 1, 0, 1, 0,"));
    }
}
