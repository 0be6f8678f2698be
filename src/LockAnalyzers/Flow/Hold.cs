using LockAnalyzers.Recognition;

namespace LockAnalyzers.Flow;

/// <summary>A lock that a path holds: the call that took it, the file it is on, and what was asked for.</summary>
internal sealed record Hold(LockCall Call, Term? File, LockRequest Request, LockArguments Arguments)
{
    /// <summary>Two holds of one call are one hold on different paths.</summary>
    public bool Equals(Hold? other) => other is not null && ReferenceEquals(Call.Operation, other.Call.Operation);

    public override int GetHashCode() => Call.Operation.GetHashCode();
}
