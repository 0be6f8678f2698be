using LockAnalyzers.CodeFixes.Fixing;
using LockAnalyzers.Rules.Release;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LockAnalyzers.CodeFixes.Release;

/// <summary>LOCK3003: moves the acquire before the try.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class ReleasesWithoutAcquireFixer()
    : LockFixProvider("Move the acquire before the try", MoveBeforeTry, ReleasesWithoutAcquire.Id)
{
    /// <summary>The equivalence key of this fix.</summary>
    public const string MoveBeforeTry = nameof(MoveBeforeTry);

    private protected override CodeEdit? Find(FixContext context, CancellationToken cancellation)
    {
        if (
            ReleaseFixData.TryRead(context.Diagnostic) is not { Releases: { Length: 1 } releases }
            || context.At(releases[0])?.FirstAncestorOrSelf<FinallyClauseSyntax>()
                is not { Parent: TryStatementSyntax { Catches.Count: 0, Parent: BlockSyntax block } tried }
            || tried.Block.Statements.FirstOrDefault(s => s.Contains(context.Node)) is not { } acquire
            || acquire is not (ExpressionStatementSyntax or IfStatementSyntax { Else: null } or WhileStatementSyntax)
        )
        {
            return null;
        }

        var statements = tried.Block.Statements;
        var end = statements.IndexOf(acquire) + 1;
        var moved = statements.Take(end).ToList();

        // Not mechanical: a result that the rest of the try may read, or a variable whose name is declared outside of the try too.
        var names = moved.SelectMany(Declared).ToList();
        var others = block
            .DescendantNodes()
            .Where(n => !moved.Exists(m => m.Span.Contains(n.Span)))
            .SelectMany(n => n is VariableDeclaratorSyntax or SingleVariableDesignationSyntax ? Declared(n) : []);
        if (
            end == statements.Count
            || (acquire is ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax })
            || names.Intersect(others).Any()
        )
            return null;

        if (!Directives.AreBalanced(Directives.In(moved)))
            return null;

        var layout = CodeLayout.Around(tried);
        return async (session, token) =>
        {
            var editor = await session.EditAsync(context.Document, token).ConfigureAwait(false);
            editor.TrackNode(tried);
            editor.ReplaceNode(
                block,
                (current, _) => current.GetCurrentNode(tried) is { } now ? current.ReplaceNode(now, Moved(now, end, layout)) : current
            );
        };
    }

    /// <summary>The first statements of a try, each on a line of its own, and the try without them.</summary>
    private static IEnumerable<StatementSyntax> Moved(TryStatementSyntax tried, int count, CodeLayout layout)
    {
        var statements = tried.Block.Statements;
        var indentation = Indentation.Of(tried);
        for (var i = 0; i < count; i++)
        {
            var moved = Indentation.IsFirstOnLine(statements[i])
                ? Indentation.Moved(statements[i], Indentation.Of(statements[i]), indentation)
                : TryBlocks.OnOwnLine(statements[i], indentation, layout);
            if (i == 0)
            {
                var own = OwnComments(moved).ToList();
                var above = tried.GetLeadingTrivia();
                moved = moved.WithLeadingTrivia(
                    own.Count > 0 && above.LastOrDefault().IsKind(SyntaxKind.WhitespaceTrivia)
                        ? above.RemoveAt(above.Count - 1).AddRange(own)
                        : above.AddRange(own)
                );
            }

            yield return moved;
        }

        var rest = statements.Skip(count).ToList();
        rest[0] = rest[0].WithLeadingTrivia(Trivia.WithoutBlankLines(rest[0].GetLeadingTrivia()));
        yield return tried
            .WithBlock(tried.Block.WithStatements(SyntaxFactory.List(rest)))
            .WithLeadingTrivia(SyntaxFactory.Whitespace(indentation));
    }

    private static IEnumerable<SyntaxTrivia> OwnComments(StatementSyntax statement)
    {
        var leading = statement.GetLeadingTrivia();
        return leading.Any(t => t.IsDirective || Trivia.IsComment(t)) ? Trivia.WithoutBlankLines(leading) : [];
    }

    private static IEnumerable<string> Declared(SyntaxNode node) =>
        node.DescendantNodesAndSelf()
            .Select(n =>
                n switch
                {
                    VariableDeclaratorSyntax variable => variable.Identifier.ValueText,
                    SingleVariableDesignationSyntax designation => designation.Identifier.ValueText,
                    _ => "",
                }
            )
            .Where(n => n.Length > 0);
}
