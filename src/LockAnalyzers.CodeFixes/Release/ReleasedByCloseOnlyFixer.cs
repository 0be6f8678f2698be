using System.Collections.Immutable;
using LockAnalyzers.CodeFixes.Fixing;
using LockAnalyzers.CodeFixes.Range;
using LockAnalyzers.Rules.Release;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LockAnalyzers.CodeFixes.Release;

/// <summary>LOCK3006: unlocks in a finally, before the file is closed.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class ReleasedByCloseOnlyFixer : LockFixProvider
{
    /// <summary>The equivalence key of this fix.</summary>
    public const string UnlockFirst = nameof(UnlockFirst);

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(ReleasedByCloseOnly.Id);

    private protected override string Title => "Unlock before closing";

    private protected override string Key => UnlockFirst;

    private protected override CodeEdit? Find(FixContext fault, CancellationToken cancellation)
    {
        if (
            fault.Node is not InvocationExpressionSyntax acquire
            || RangeCall.Of(fault.Document, fault.Model, acquire, cancellation) is not { } call
            || GuardedStatements.Surely(fault.Model, acquire, cancellation) is not var (block, first)
            || first == block.Statements.Count
            || fault.Diagnostic.AdditionalLocations.Any(closing =>
                closing.SourceSpan.Start >= block.Statements[first].SpanStart && block.Span.Contains(closing.SourceSpan)
            )
            || UnlockStatement.Of(call) is not { } unlock
        )
        {
            return null;
        }

        var flush = fault[ReleaseFix.ClosingFlushes] is null ? null : FlushStatement.Of(fault, block.Statements[first].SpanStart);
        if (flush is null && fault[ReleaseFix.ClosingFlushes] is not null)
            return null;

        var flushesLast =
            flush is not null && FlushStatement.IsReachedBehind(block.Statements[first], block.Statements.Last(), fault.Model);
        var guarded = TryFinallyRewrite
            .Around(
                fault.Model,
                block,
                first,
                flush is null || flushesLast ? [unlock.Statement] : [flush, unlock.Statement],
                cancellation,
                flushesLast ? flush : null
            )
            ?.In(fault.Document);
        return guarded is null
            ? null
            : async (session, token) =>
            {
                await guarded(session, token).ConfigureAwait(false);
                await unlock.DeclareAsync(session, token).ConfigureAwait(false);
            };
    }
}
