using LockAnalyzers.Model.Symbolic;
using LockAnalyzers.Recognition;

namespace LockAnalyzers.Model.Locks;

/// <summary>
/// A release of something that this body did not take: it is given back on behalf of the caller. Two calls that release the same file by
/// the same API give the caller's lock back once.
/// </summary>
internal sealed record CallerRelease(LockCall Call, SymbolicExpression? File)
{
    public bool Equals(CallerRelease? other) => other is not null && Call.Api == other.Call.Api && Equals(File, other.File);

    public override int GetHashCode() => ((int)Call.Api * 397) ^ (File?.GetHashCode() ?? 0);
}
