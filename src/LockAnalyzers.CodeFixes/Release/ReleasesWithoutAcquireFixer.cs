using LockAnalyzers.CodeFixes.Fixing;
using LockAnalyzers.Rules.Release;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

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

        return async (session, token) =>
        {
            var editor = await session.EditAsync(context.Document, token).ConfigureAwait(false);
            var before = moved.Select(s => s.WithAdditionalAnnotations(Formatter.Annotation)).ToList();
            before[0] = before[0].WithLeadingTrivia(tried.GetLeadingTrivia().AddRange(OwnComments(before[0])));
            editor.InsertBefore(tried, before);
            editor.ReplaceNode(
                tried,
                tried
                    .WithBlock(tried.Block.WithStatements(new SyntaxList<StatementSyntax>(statements.Skip(end))))
                    .WithLeadingTrivia(SyntaxFactory.ElasticMarker)
                    .WithAdditionalAnnotations(Formatter.Annotation)
            );
        };
    }

    private static IEnumerable<SyntaxTrivia> OwnComments(StatementSyntax statement)
    {
        var leading = statement.GetLeadingTrivia();
        return leading.Any(t => t.ToString().TrimStart().StartsWith("/", StringComparison.Ordinal)) ? leading : [];
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
