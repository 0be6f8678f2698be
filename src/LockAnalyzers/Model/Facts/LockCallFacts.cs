using System.Collections.Immutable;
using LockAnalyzers.Model.Locks;
using LockAnalyzers.Model.Symbolic;
using LockAnalyzers.Recognition;
using LockAnalyzers.Recognition.Apis;
using LockAnalyzers.Recognition.Naming;
using LockAnalyzers.Recognition.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LockAnalyzers.Model.Facts;

/// <summary>What the interpretation of a body found about one lock call in it, over all paths.</summary>
/// <param name="Site">The call in this body: the lock call itself, or the call of a wrapper that makes it.</param>
/// <param name="Call">The lock call.</param>
/// <param name="Member">The member whose body this is.</param>
internal sealed record LockCallFacts(IOperation Site, LockCall Call, ISymbol Member)
{
    public LockArguments Arguments { get; init; } = LockArguments.None;

    public LockRequest Request { get; init; } = LockRequest.Of(LockFunction.Fcntl, LockArguments.None);

    public SymbolicExpression? File { get; init; }

    /// <summary>
    /// Another lock of the file was held exclusively when this one was asked for: a downgrade, or one step of a protocol.
    /// </summary>
    public bool UnderExclusive { get; init; }

    /// <summary>Writes to the locked file while this lock was held and no exclusive one on the file with it.</summary>
    public ImmutableArray<IOperation> Writes { get; init; } = ImmutableArray<IOperation>.Empty;

    /// <summary>Something that can fail was done while the lock was held.</summary>
    public bool DoesFallibleWork { get; init; }

    public ImmutableArray<LockCall> Releases { get; init; } = ImmutableArray<LockCall>.Empty;

    /// <summary>Where this body releases the lock, itself or through a wrapper.</summary>
    public ImmutableArray<IOperation> ReleaseSites { get; init; } = ImmutableArray<IOperation>.Empty;

    public ImmutableArray<IOperation> Closings { get; init; } = ImmutableArray<IOperation>.Empty;

    /// <summary>The ways out of the body on which the lock is still held.</summary>
    public ImmutableArray<Exit> HeldAt { get; init; } = ImmutableArray<Exit>.Empty;

    /// <summary>The ways out of the body on which the lock was held and is no longer.</summary>
    public ImmutableArray<Exit> ReleasedAt { get; init; } = ImmutableArray<Exit>.Empty;

    /// <summary>The ways out of the body by which the closing of the file has ended the lock, each with that closing.</summary>
    public ImmutableArray<(Exit Exit, IOperation Closing)> ClosedAt { get; init; } = ImmutableArray<(Exit, IOperation)>.Empty;

    /// <summary>The ways out of the body on which the lock was refused and the file, opened in this body, is left open.</summary>
    public ImmutableArray<Exit> FileLeakedAt { get; init; } = ImmutableArray<Exit>.Empty;

    /// <summary>
    /// The ways out of the body that report failure while a member keeps the file, opened in this body, of the refused lock.
    /// </summary>
    public ImmutableArray<Exit> FileKeptAt { get; init; } = ImmutableArray<Exit>.Empty;

    /// <summary>The body throws on a path on which the lock was refused.</summary>
    public bool ThrowsWhenRefused { get; init; }

    /// <summary>Releases in a finally that run although this lock may have been refused, or was never asked for.</summary>
    public ImmutableArray<IOperation> UnconditionalReleases { get; init; } = ImmutableArray<IOperation>.Empty;

    /// <summary>The outcome of the call went where it cannot be followed: which paths hold the lock is not certain.</summary>
    public bool IsUndecided { get; init; }

    /// <summary>For a release: the file was closed before, or the lock was released before, at this operation.</summary>
    public IOperation? EndedEarlierBy { get; init; }

    /// <summary>
    /// What closes another descriptor of the locked file, so that a lock that the process owns ends although the body goes on as if it held
    /// it.
    /// </summary>
    public IOperation? LostBy { get; init; }

    /// <summary>How the raw handle that the call is given comes from an object that nobody keeps alive until the call returns.</summary>
    public RawHandle? RawHandle { get; init; }

    /// <summary>
    /// The last write that only the closing of the file passed on: of a lock, the closing that ended it; of a release, the one before it.
    /// </summary>
    public IOperation? FlushedByClosing { get; init; }

    /// <summary>For a release, or for a lock handle that is closed: what may still be in a buffer then.</summary>
    public UnflushedWrite? Unflushed { get; init; }

    /// <summary>The bytes that the call names.</summary>
    public ByteRange Range { get; init; } = ByteRange.Unknown;

    /// <summary>The releases of this lock, in this body, that surely name other bytes.</summary>
    public ImmutableArray<RangeMismatch> Mismatches { get; init; } = ImmutableArray<RangeMismatch>.Empty;

    /// <summary>The reads and writes of the locked file while this lock was held.</summary>
    public ImmutableArray<LockedAccess> Accesses { get; init; } = ImmutableArray<LockedAccess>.Empty;

    public LockApi Api => Call.Api;

    /// <summary>The call stands in a loop, so that a refusal may only be the reason to try again.</summary>
    public bool IsInLoop => Loops.Contain(Site.Syntax);

    /// <summary>The method that this body calls: the lock function, or the wrapper.</summary>
    public string Name => ((IInvocationOperation)Site).TargetMethod.Name;

    /// <summary>The constant that tells a wrapper whether to lock exclusively: a bool, an enum or flags.</summary>
    public IOperation? ModeArgument =>
        Choice(
            Call.Api == LockApi.Fcntl ? ArgumentRole.LockType : ArgumentRole.Flags,
            name => IdentifierWords.MentionsReader(name) || IdentifierWords.MentionsWriter(name)
        );

    /// <summary>The constant that tells a wrapper whether to wait.</summary>
    public IOperation? WaitArgument => Choice(RoleOfWaiting, IdentifierWords.MentionsWaiting);

    /// <summary>The argument that says whether the call waits: the command of fcntl and lockf, the flags of the others.</summary>
    public ArgumentRole RoleOfWaiting =>
        Call.Function.Parameters.Contains(ArgumentRole.Command) ? ArgumentRole.Command : ArgumentRole.Flags;

    /// <summary>
    /// The argument of this body's call that a wrapper hands to the lock function as it is: <c>Apply(file, LOCK_SH)</c>. Null for a lock
    /// call itself, and for a wrapper that makes something of what it is given.
    /// </summary>
    public IOperation? PassedOn(ArgumentRole role)
    {
        if (IsDirect || Site is not IInvocationOperation wrapper)
            return null;

        var given = Call[role] ?? (Arguments.Sources.TryGetValue(role, out var source) ? source : null);
        while (given is IConversionOperation conversion)
            given = conversion.Operand;
        return
            given is IParameterReferenceOperation { Parameter: var parameter }
            && SymbolEqualityComparer.Default.Equals(parameter.ContainingSymbol.OriginalDefinition, wrapper.TargetMethod.OriginalDefinition)
            ? wrapper
                .Arguments.FirstOrDefault(a => a.Parameter?.Ordinal == parameter.Ordinal && a.ArgumentKind == ArgumentKind.Explicit)
                ?.Value
            : null;
    }

    /// <summary>The length that this body gives a wrapper to lock.</summary>
    public IOperation? LengthPassedOn => PassedOn(ArgumentRole.Length) ?? PassedOn(ArgumentRole.LengthLow);

    /// <summary>The one constant by which a wrapper chooses: what it hands on, its only bool or enum, or the one of such a name.</summary>
    private IOperation? Choice(ArgumentRole role, Func<string, bool> isCalledSo)
    {
        if (IsDirect || Site is not IInvocationOperation wrapper)
            return null;
        if (PassedOn(role) is { ConstantValue.HasValue: true } passed)
            return passed;

        var choices = wrapper
            .Arguments.Where(a =>
                a.ArgumentKind == ArgumentKind.Explicit
                && a.Value.ConstantValue.HasValue
                && a.Value.Type is { TypeKind: TypeKind.Enum } or { SpecialType: SpecialType.System_Boolean }
            )
            .ToList();
        if (choices.Count > 1)
            choices = choices.FindAll(a => a.Parameter is { } parameter && isCalledSo(parameter.Name));
        return choices.Count == 1 ? choices[0].Value : null;
    }

    /// <summary>Where the mode of the lock is stated: in the flags, in the lock type of the record, or in what a wrapper is told.</summary>
    public SyntaxNode? Mode =>
        !IsDirect ? ModeArgument?.Syntax
        : Call.Syntax(ArgumentRole.Flags) is { } flags ? flags
        : Arguments.Sources.TryGetValue(ArgumentRole.LockType, out var source) ? source.Syntax
        : Call.Syntax(ArgumentRole.Record);

    /// <summary>False for a lock that a wrapper takes or gives back for this body.</summary>
    public bool IsDirect => ReferenceEquals(Site, Call.Operation);

    public bool IsAcquire => Request.Effect == LockEffect.Acquire;
}
