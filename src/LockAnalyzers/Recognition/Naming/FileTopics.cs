namespace LockAnalyzers.Recognition.Naming;

/// <summary>What a file may have to say of locks.</summary>
[Flags]
internal enum FileTopics
{
    None = 0,

    /// <summary>It may call a lock function.</summary>
    Calls = 1,

    /// <summary>It may open a file as a lock.</summary>
    LockFiles = 2,

    /// <summary>It may delete a lock file.</summary>
    Deletions = 4,

    /// <summary>It may use the FileLocking runtime.</summary>
    Runtime = 8,
}
