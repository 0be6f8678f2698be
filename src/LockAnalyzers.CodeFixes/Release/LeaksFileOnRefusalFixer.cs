using System.Collections.Immutable;
using LockAnalyzers.CodeFixes.Fixing;
using LockAnalyzers.Rules.Release;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;

namespace LockAnalyzers.CodeFixes.Release;

/// <summary>LOCK3004: closes the file before every exit that is reached when the lock is refused.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class LeaksFileOnRefusalFixer() : LockFixProvider("Close the file when the lock is refused", CloseFile, LeaksFileOnRefusal.Id)
{
    /// <summary>The equivalence key of this fix.</summary>
    public const string CloseFile = nameof(CloseFile);

    private protected override CodeEdit? Find(FixContext context, CancellationToken cancellation)
    {
        if (
            ReleaseFixData.TryRead(context.Diagnostic) is not { Opening: { } opening, Exits.IsEmpty: false } data
            || context.Node is not ExpressionSyntax acquire
            || context.At(opening) is not { } opened
            || CloseStatement.Of(opened, context.Model, cancellation) is not { } close
        )
        {
            return null;
        }

        var rewrites = data
            .Exits.Select(exit => context.At(exit)?.FirstAncestorOrSelf<StatementSyntax>())
            .Distinct()
            .Select(leaving => RewriteOf(leaving, acquire, close, context.Model))
            .ToList();
        return rewrites.Contains(null)
            ? null
            : async (session, token) =>
            {
                var editor = await session.EditAsync(context.Document, token).ConfigureAwait(false);
                rewrites.ForEach(rewrite => rewrite!(editor, session));
            };
    }

    private static Action<DocumentEditor, FixSession>? RewriteOf(
        StatementSyntax? leaving,
        ExpressionSyntax acquire,
        StatementSyntax close,
        SemanticModel model
    ) =>
        leaving is ExpressionStatementSyntax { Expression: var refused } && refused == acquire
            ? (editor, _) =>
                Insertion.Instead(
                    editor,
                    leaving,
                    (current, indentation) => ClosedWhenItThrows(current, close, indentation, CodeLayout.Around(leaving))
                )
        : leaving is not null && !leaving.Contains(acquire) && ExitRewrite.Of(leaving, ImmutableArray.Create(close), model) is { } rewrite
            ? rewrite.Apply
        : null;

    /// <summary>The lock call that throws when it is refused, in a try whose catch closes the file and throws again.</summary>
    private static StatementSyntax ClosedWhenItThrows(StatementSyntax acquire, StatementSyntax close, string indentation, CodeLayout layout)
    {
        var inner = indentation + layout.Unit;
        return TryBlocks
            .Of(
                [
                    Insertion.WithEndOfLine(
                        Indentation.Moved(acquire, indentation, inner).WithLeadingTrivia(SyntaxFactory.Whitespace(inner)),
                        layout
                    ),
                ],
                SyntaxKind.CatchKeyword,
                [Insertion.Line(close, inner, layout), Insertion.Line(SyntaxFactory.ParseStatement("throw;"), inner, layout)],
                indentation,
                layout
            )
            .WithLeadingTrivia(acquire.GetLeadingTrivia())
            .WithTrailingTrivia(layout.EndOfLine);
    }
}
