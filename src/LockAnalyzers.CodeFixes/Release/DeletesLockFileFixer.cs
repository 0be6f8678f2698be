using System.Collections.Immutable;
using LockAnalyzers.CodeFixes.Fixing;
using LockAnalyzers.Rules.Release;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LockAnalyzers.CodeFixes.Release;

/// <summary>LOCK3007: leaves the lock file where it is.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class DeletesLockFileFixer : LockFixProvider
{
    /// <summary>The equivalence key of this fix.</summary>
    public const string RemoveDeletion = nameof(RemoveDeletion);

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(DeletesLockFile.Id);

    private protected override string Title => "Remove the deletion";

    private protected override string Key => RemoveDeletion;

    private protected override CodeEdit? Find(FixContext fault, CancellationToken cancellation)
    {
        if (fault.Node is not InvocationExpressionSyntax { Parent: ExpressionStatementSyntax statement })
            return null;

        // What does nothing but delete goes with the deletion.
        StatementSyntax removed = statement;
        while (Container(removed) is { } container && !Trivia.HasComment(container.WithoutTrivia()))
            removed = container;
        if (removed.Parent is not (BlockSyntax or SwitchSectionSyntax))
            return null;

        return async (session, token) =>
        {
            var editor = await session.EditAsync(fault.Document, token).ConfigureAwait(false);
            var hasComment = Trivia.HasComment(removed);
            editor.RemoveNode(
                removed,
                hasComment
                    ? SyntaxRemoveOptions.KeepExteriorTrivia | SyntaxRemoveOptions.KeepUnbalancedDirectives
                    : SyntaxRemoveOptions.KeepUnbalancedDirectives
            );
        };
    }

    private static StatementSyntax? Container(StatementSyntax statement) =>
        statement.Parent switch
        {
            BlockSyntax { Statements.Count: 1, Parent: IfStatementSyntax { Else: null } branch } => branch,
            BlockSyntax { Statements.Count: 1, Parent: TryStatementSyntax { Finally: null } tried } => tried,
            IfStatementSyntax { Else: null } branch => branch,
            _ => null,
        };
}
