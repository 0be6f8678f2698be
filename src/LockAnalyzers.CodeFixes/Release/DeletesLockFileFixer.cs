using LockAnalyzers.CodeFixes.Fixing;
using LockAnalyzers.Rules.Release;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LockAnalyzers.CodeFixes.Release;

/// <summary>LOCK3007: removes the deletion of the lock file.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class DeletesLockFileFixer() : LockFixProvider("Remove the deletion", RemoveDeletion, DeletesLockFile.Id)
{
    /// <summary>The equivalence key of this fix.</summary>
    public const string RemoveDeletion = nameof(RemoveDeletion);

    private protected override CodeEdit? Find(FixContext context, CancellationToken cancellation)
    {
        if (context.Node is not InvocationExpressionSyntax { Parent: ExpressionStatementSyntax statement })
            return null;

        // An if or a try that contains nothing but the deletion is removed with it, unless a comment would be lost.
        StatementSyntax removed = statement;
        while (Container(removed) is { } container)
        {
            if (Trivia.HasComment(container.WithoutTrivia()))
                return null;
            removed = container;
        }

        if (removed.Parent is not (BlockSyntax or SwitchSectionSyntax))
            return null;

        return async (session, token) =>
        {
            var editor = await session.EditAsync(context.Document, token).ConfigureAwait(false);
            editor.RemoveNode(
                removed,
                Trivia.HasComment(removed)
                    ? SyntaxRemoveOptions.KeepExteriorTrivia | SyntaxRemoveOptions.KeepDirectives
                    : SyntaxRemoveOptions.KeepDirectives
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
