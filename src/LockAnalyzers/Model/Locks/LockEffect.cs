namespace LockAnalyzers.Model.Locks;

internal enum LockEffect
{
    /// <summary>The arguments do not tell.</summary>
    Unknown,
    Acquire,
    Release,

    /// <summary>Asks about a lock and changes none.</summary>
    Query,
}
