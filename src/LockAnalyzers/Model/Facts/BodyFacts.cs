using System.Collections.Immutable;
using LockAnalyzers.Model.Symbolic;
using Microsoft.CodeAnalysis;

namespace LockAnalyzers.Model.Facts;

/// <summary>What the interpretation of one body found.</summary>
/// <param name="Member">The member, lambda or local function whose body it is.</param>
/// <param name="Syntax">Where the body is in the source.</param>
/// <param name="Calls">The lock calls in it.</param>
/// <param name="CallsThroughWrappers">The lock calls that wrappers make for it.</param>
/// <param name="Escapes">The files that others may know of: returned, stored, captured or passed on.</param>
/// <param name="Outcomes">The ways in which it returns.</param>
internal sealed record BodyFacts(
    ISymbol Member,
    SyntaxNode Syntax,
    ImmutableArray<LockCallFacts> Calls,
    ImmutableArray<LockCallFacts> CallsThroughWrappers,
    ImmutableHashSet<SymbolicExpression> Escapes,
    ImmutableArray<BodyOutcome> Outcomes
)
{
    /// <summary>The bound beyond which the body is; null for one that was interpreted.</summary>
    public BodyBound? ExceededBound { get; private init; }

    /// <summary>How the body treats operations that the system may still be busy with.</summary>
    public PendingOperations Pending { get; init; } = PendingOperations.None;

    /// <summary>
    /// The body calls a wrapper without a constant that would tell what the wrapper does: what it does is for its own callers to say.
    /// </summary>
    public bool PassesOperationOn { get; init; }

    /// <summary>What the interpretation cost: each operation in each state in each way it can turn out is one step.</summary>
    public int Steps { get; init; }

    /// <summary>The lock calls in the body and those that wrappers make for it.</summary>
    public IEnumerable<LockCallFacts> AllCalls => Calls.Concat(CallsThroughWrappers);

    /// <summary>A body that is beyond a bound: nothing is known of it.</summary>
    public static BodyFacts Beyond(BodyBound bound, ISymbol member, SyntaxNode syntax) =>
        new(
            member,
            syntax,
            ImmutableArray<LockCallFacts>.Empty,
            ImmutableArray<LockCallFacts>.Empty,
            ImmutableHashSet<SymbolicExpression>.Empty,
            ImmutableArray<BodyOutcome>.Empty
        )
        {
            ExceededBound = bound,
        };
}
