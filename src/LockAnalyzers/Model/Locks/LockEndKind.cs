namespace LockAnalyzers.Model.Locks;

/// <summary>How it ended with a lock that a path asked for and does not hold.</summary>
internal enum LockEndKind
{
    Refused,
    Released,

    /// <summary>The file was closed, and the lock went with it.</summary>
    Closed,
}
