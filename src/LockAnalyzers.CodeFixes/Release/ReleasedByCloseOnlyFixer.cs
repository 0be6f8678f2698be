using LockAnalyzers.CodeFixes.Fixing;
using LockAnalyzers.Rules.Release;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LockAnalyzers.CodeFixes.Release;

/// <summary>LOCK3006: unlocks in a finally, before the file is closed.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class ReleasedByCloseOnlyFixer() : LockFixProvider("Unlock before closing", UnlockFirst, ReleasedByCloseOnly.Id)
{
    /// <summary>The equivalence key of this fix.</summary>
    public const string UnlockFirst = nameof(UnlockFirst);

    private protected override CodeEdit? Find(FixContext context, CancellationToken cancellation)
    {
        if (
            ReleaseFixData.TryRead(context.Diagnostic) is not { Closings.IsEmpty: false } data
            || context.Node is not InvocationExpressionSyntax acquire
            || RangeCall.Of(context, acquire, cancellation) is not { } call
            || GuardedStatements.Surely(context, acquire, cancellation) is not { IsEmpty: false } guarded
            || data.Closings.Any(closing => guarded.Span.Contains(closing.SourceSpan))
            || UnlockStatement.Of(call) is not { } unlock
        )
        {
            return null;
        }

        var (block, first) = guarded;
        var flush = FlushStatement.Of(context, data, block.Statements[first].SpanStart);
        if (flush is null && data.BufferedWrite is not null)
            return null;

        var flushesLast =
            flush is not null && FlushStatement.IsReachedAfter(block.Statements[first], block.Statements.Last(), context.Model);
        var rewrite = TryFinallyRewrite
            .Around(
                context.Model,
                block,
                first,
                flush is null || flushesLast ? [unlock.Statement] : [flush, unlock.Statement],
                cancellation,
                flushesLast ? flush : null
            )
            ?.In(context.Document);
        return rewrite is null
            ? null
            : async (session, token) =>
            {
                await rewrite(session, token).ConfigureAwait(false);
                await unlock.DeclareAsync(session, token).ConfigureAwait(false);
            };
    }
}
