using Microsoft.CodeAnalysis;

namespace LockAnalyzers.Model.Locks;

/// <summary>A lock that a path asked for and does not hold: how that came about, and the operation that ended it.</summary>
internal sealed record EndedLock(HeldLock Lock, LockEndKind Kind, IOperation Site)
{
    /// <summary>True when the same lock ended in the same way, at this operation or another.</summary>
    public bool HasSameEndAs(EndedLock other) => Kind == other.Kind && Lock.Equals(other.Lock);
}
