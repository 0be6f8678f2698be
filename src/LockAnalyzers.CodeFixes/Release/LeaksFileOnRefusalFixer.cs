using System.Collections.Immutable;
using LockAnalyzers.CodeFixes.Fixing;
using LockAnalyzers.Rules.Release;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Formatting;

namespace LockAnalyzers.CodeFixes.Release;

/// <summary>LOCK3004: closes the file on every way out that the refused lock takes.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class LeaksFileOnRefusalFixer : LockFixProvider
{
    /// <summary>The equivalence key of this fix.</summary>
    public const string CloseFile = nameof(CloseFile);

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(LeaksFileOnRefusal.Id);

    private protected override string Title => "Close the file when the lock is refused";

    private protected override string Key => CloseFile;

    private protected override CodeEdit? Find(FixContext fault, CancellationToken cancellation)
    {
        var locations = fault.Diagnostic.AdditionalLocations;
        if (
            locations.Count < 2
            || fault.Node is not ExpressionSyntax acquire
            || CloseStatement.Of(fault.At(locations[0].SourceSpan), fault.Model, cancellation) is not { } close
        )
            return null;

        var mends = new List<Action<DocumentEditor, FixSession>>();
        foreach (
            var leaving in locations
                .Skip(1)
                .Select(l => fault.Root.FindNode(l.SourceSpan).FirstAncestorOrSelf<StatementSyntax>())
                .Distinct()
        )
        {
            if (leaving is ExpressionStatementSyntax { Expression: var refused } && refused == acquire)
                mends.Add((editor, _) => editor.ReplaceNode(leaving, Guarded(leaving, close)));
            else if (
                leaving is not null
                && !leaving.Contains(acquire)
                && ExitRewrite.Of(leaving, ImmutableArray.Create(close), fault.Model) is { } way
            )
                mends.Add(way.Mend);
            else
                return null;
        }

        return async (session, token) =>
        {
            var editor = await session.EditAsync(fault.Document, token).ConfigureAwait(false);
            mends.ForEach(mend => mend(editor, session));
        };
    }

    /// <summary>The lock call that throws when it is refused, with the closing in a catch.</summary>
    private static StatementSyntax Guarded(StatementSyntax acquire, StatementSyntax close)
    {
        var rethrow = SyntaxFactory.CatchClause().WithBlock(SyntaxFactory.Block(close, SyntaxFactory.ThrowStatement()));
        return SyntaxFactory
            .TryStatement(SyntaxFactory.Block(acquire.WithoutTrivia()), SyntaxFactory.SingletonList(rethrow), null)
            .WithTriviaFrom(acquire)
            .WithAdditionalAnnotations(Formatter.Annotation);
    }
}
