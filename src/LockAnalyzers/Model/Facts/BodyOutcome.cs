using LockAnalyzers.Model.Paths;
using LockAnalyzers.Model.Symbolic;

namespace LockAnalyzers.Model.Facts;

/// <summary>One way in which a body returns: what it holds and has given back by then, and the value it returns.</summary>
internal sealed record BodyOutcome(PathState State, SymbolicValue Value)
{
    /// <summary>The body does not return in some cases in which a lock is refused, but throws.</summary>
    public bool MayThrowWhenRefused { get; init; }
}
