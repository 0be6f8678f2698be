using LockAnalyzers.Model.Symbolic;
using LockAnalyzers.Recognition;

namespace LockAnalyzers.Model.Locks;

/// <summary>A release of something that this body did not take: it is given back on behalf of the caller.</summary>
internal sealed record CallerRelease(LockCall Call, SymbolicExpression? File)
{
    public bool Equals(CallerRelease? other) => other is not null && ReferenceEquals(Call.Operation, other.Call.Operation);

    public override int GetHashCode() => Call.Operation.GetHashCode();
}
