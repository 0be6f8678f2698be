using System.Collections.Immutable;
using LockAnalyzers.Recognition;
using Microsoft.CodeAnalysis;

namespace LockAnalyzers.Flow;

/// <summary>A lock that a path holds: the call that took it, the file it is on, and what was asked for.</summary>
internal sealed record Hold(LockCall Call, Term? File, LockRequest Request, LockArguments Arguments)
{
    /// <summary>Two holds of one call are one hold on different paths.</summary>
    public bool Equals(Hold? other) => other is not null && ReferenceEquals(Call.Operation, other.Call.Operation);

    /// <summary>True when the lock covers exactly the range that <paramref name="other"/> names, as far as constants and members tell.</summary>
    public bool IsSurelyOfRange(LockArguments other) => Range.All(role =>
        (!Arguments.Values.ContainsKey(role) && !other.Values.ContainsKey(role))
        || (Arguments[role].Name is { } mine && mine is Term.Literal or Term.Member or Term.Variable { Symbol: IParameterSymbol } && mine.Equals(other[role].Name)));

    private static readonly ImmutableArray<Role> Range = ImmutableArray.Create(
        Role.OffsetLow, Role.OffsetHigh, Role.LengthLow, Role.LengthHigh, Role.Offset, Role.Length);

    public override int GetHashCode() => Call.Operation.GetHashCode();
}
