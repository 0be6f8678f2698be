using System.Collections.Immutable;
using LockAnalyzers.Recognition;
using Microsoft.CodeAnalysis;

namespace LockAnalyzers.Flow;

/// <summary>Where a path that holds a lock leaves the body.</summary>
internal sealed record Exit(ExitKind Kind, Location Location);

internal enum ExitKind
{
    Return,

    /// <summary>A throw statement.</summary>
    Throw,

    /// <summary>A call that may throw.</summary>
    Exception,
}

/// <summary>What the interpretation of a body found about one lock call in it, over all paths.</summary>
internal sealed record CallFacts(LockCall Call, ISymbol Member)
{
    public LockArguments Arguments { get; init; } = LockArguments.None;

    public LockRequest Request { get; init; } = LockRequest.Of(LockFunction.Fcntl, LockArguments.None);

    public Term? File { get; init; }

    /// <summary>Another lock of the file was held exclusively when this one was asked for: a downgrade, or one step of a protocol.</summary>
    public bool UnderExclusive { get; init; }

    /// <summary>Writes to the locked file while this lock was held and no exclusive one on the file with it.</summary>
    public ImmutableArray<IOperation> Writes { get; init; } = ImmutableArray<IOperation>.Empty;

    /// <summary>Something that can fail was done while the lock was held.</summary>
    public bool Acts { get; init; }

    public ImmutableArray<LockCall> Releases { get; init; } = ImmutableArray<LockCall>.Empty;

    public ImmutableArray<IOperation> Closings { get; init; } = ImmutableArray<IOperation>.Empty;

    public ImmutableArray<Exit> HeldAt { get; init; } = ImmutableArray<Exit>.Empty;

    public LockApi Api => Call.Api;

    public bool IsAcquire => Request.Effect == LockEffect.Acquire;
}

/// <summary>What the interpretation of one body found.</summary>
internal sealed record BodyFacts(ISymbol Member, ImmutableArray<CallFacts> Calls, ImmutableHashSet<Term> Escapes);
