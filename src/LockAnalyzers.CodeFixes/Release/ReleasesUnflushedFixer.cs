using LockAnalyzers.CodeFixes.Fixing;
using LockAnalyzers.Rules.Release;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LockAnalyzers.CodeFixes.Release;

/// <summary>LOCK3009: flushes before the unlock.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class ReleasesUnflushedFixer() : LockFixProvider("Flush before unlocking", FlushFirst, ReleasesUnflushed.Id)
{
    /// <summary>The equivalence key of this fix.</summary>
    public const string FlushFirst = nameof(FlushFirst);

    private protected override CodeEdit? Find(FixContext context, CancellationToken cancellation)
    {
        if (
            ReleaseFixData.TryRead(context.Diagnostic) is not { } data
            || context.Node.FirstAncestorOrSelf<StatementSyntax>() is not { Parent: BlockSyntax } release
        )
            return null;

        var after =
            GuardedBy(release) is { } held && FlushStatement.IsReachedAfter(held.First, held.Last, context.Model) ? held.Last : null;
        var before = release is ExpressionStatementSyntax or IfStatementSyntax ? release : null;
        if ((after ?? before) is not { } place || FlushStatement.Of(context, data, place.SpanStart) is not { } flush)
            return null;

        return async (session, token) =>
        {
            var editor = await session.EditAsync(context.Document, token).ConfigureAwait(false);
            if (after is not null)
                Insertion.After(editor, after, flush);
            else
                Insertion.Before(editor, place, [flush]);
        };
    }

    /// <summary>
    /// The first and the last of the statements whose end every path that succeeds reaches before the lock is released: those of the try
    /// whose finally releases it, or those in the scope of a using of the lock handle.
    /// </summary>
    private static (StatementSyntax First, StatementSyntax Last)? GuardedBy(StatementSyntax release)
    {
        var held = release switch
        {
            UsingStatementSyntax { Statement: BlockSyntax block } => block.Statements.ToList(),
            LocalDeclarationStatementSyntax { Parent: BlockSyntax block } => block
                .Statements.Skip(block.Statements.IndexOf(release) + 1)
                .ToList(),
            _ => release.FirstAncestorOrSelf<FinallyClauseSyntax>() is { Parent: TryStatementSyntax tried }
                ? tried.Block.Statements.ToList()
                : [],
        };
        return held.Count == 0 ? null : (held[0], held[held.Count - 1]);
    }
}
