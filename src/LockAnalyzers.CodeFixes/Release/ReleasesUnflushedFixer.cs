using System.Collections.Immutable;
using LockAnalyzers.CodeFixes.Fixing;
using LockAnalyzers.Rules.Release;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LockAnalyzers.CodeFixes.Release;

/// <summary>LOCK3009: flushes before the unlock.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class ReleasesUnflushedFixer : LockFixProvider
{
    /// <summary>The equivalence key of this fix.</summary>
    public const string FlushFirst = nameof(FlushFirst);

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(ReleasesUnflushed.Id);

    private protected override string Title => "Flush before unlocking";

    private protected override string Key => FlushFirst;

    private protected override CodeEdit? Find(FixContext fault, CancellationToken cancellation)
    {
        if (fault.Node.FirstAncestorOrSelf<StatementSyntax>() is not { Parent: BlockSyntax } release)
            return null;

        var before = release is ExpressionStatementSyntax or IfStatementSyntax ? release : null;
        var behind =
            LastBefore(release) is { } held && FlushStatement.IsReachedBehind(held.First, held.Last, fault.Model) ? held.Last : null;
        if ((behind ?? before) is not { } place || FlushStatement.Of(fault, place.SpanStart) is not { } flush)
            return null;

        return async (session, token) =>
        {
            var editor = await session.EditAsync(fault.Document, token).ConfigureAwait(false);
            if (behind is not null)
                editor.InsertAfter(behind, flush);
            else
                editor.InsertBefore(place, flush);
        };
    }

    /// <summary>The statements at whose end every path that succeeds comes by before the lock is released: those of a try, or of a using of the lock handle.</summary>
    private static (StatementSyntax First, StatementSyntax Last)? LastBefore(StatementSyntax release)
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
