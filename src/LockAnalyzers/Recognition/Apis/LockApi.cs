namespace LockAnalyzers.Recognition.Apis;

/// <summary>The families of calls that lock a file. Each has its own flags, range and result convention.</summary>
internal enum LockApi
{
    LockFileEx,
    LockFile,
    Flock,
    Fcntl,
    Lockf,
    FileStream,
    FileLocking,

    /// <summary>A method that its project declares to take or give back a lock.</summary>
    Declared,
}
