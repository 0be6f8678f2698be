using System.Collections.Immutable;
using LockAnalyzers.Model.Symbolic;
using LockAnalyzers.Recognition;
using LockAnalyzers.Recognition.Apis;
using Microsoft.CodeAnalysis;

namespace LockAnalyzers.Model.Locks;

/// <summary>
/// A lock that a path holds: where the body took it, the system call that did, the file it is on, and what was asked for. The two places
/// differ where a wrapper took the lock for its caller.
/// </summary>
internal sealed record HeldLock(IOperation Site, LockCall Call, SymbolicExpression? File, LockRequest Request, LockArguments Arguments)
{
    /// <summary>The bytes that are locked.</summary>
    public ByteRange Range { get; init; } = ByteRange.Unknown;

    /// <summary>False for a lock that a wrapper took for this body.</summary>
    public bool IsDirect => ReferenceEquals(Site, Call.Operation);

    /// <summary>True where a refusal may reach this body as an exception: of the lock call, or of the wrapper that makes it.</summary>
    public bool MayThrowWhenRefused { get; init; }

    /// <summary>True for a lock that lives as long as the object which the call returned.</summary>
    public bool IsHandle => Call.Api == LockApi.FileLocking;

    /// <summary>True for a lock that the process owns on Unix: it ends when the process closes any descriptor of the file.</summary>
    public bool IsProcessOwned =>
        Call.Api switch
        {
            LockApi.Lockf or LockApi.FileStream => true,
            LockApi.Fcntl => Arguments[ArgumentRole.Command].Bits is { IsConstant: true, Value: var command }
                && FcntlNumbers.Of(command)?.IsOfProcess(command) == true,
            _ => false,
        };

    /// <summary>Two holds taken by one call at one place are one hold on different paths.</summary>
    public bool Equals(HeldLock? other) =>
        other is not null && ReferenceEquals(Site, other.Site) && ReferenceEquals(Call.Operation, other.Call.Operation);

    /// <summary>
    /// True when the lock covers exactly the range that <paramref name="other"/> names, as far as constants and members tell.
    /// </summary>
    public bool IsSurelyOfRange(LockArguments other) =>
        RangeRoles.All(role =>
            (!Arguments.Values.ContainsKey(role) && !other.Values.ContainsKey(role))
            || (
                Arguments[role].Name is { } mine
                && mine
                    is SymbolicExpression.Literal
                        or SymbolicExpression.Member
                        or SymbolicExpression.Variable { Symbol: IParameterSymbol }
                && mine.Equals(other[role].Name)
            )
        );

    private static readonly ImmutableArray<ArgumentRole> RangeRoles = ImmutableArray.Create(
        ArgumentRole.OffsetLow,
        ArgumentRole.OffsetHigh,
        ArgumentRole.LengthLow,
        ArgumentRole.LengthHigh,
        ArgumentRole.Offset,
        ArgumentRole.Length
    );

    public override int GetHashCode() => Site.GetHashCode();
}
