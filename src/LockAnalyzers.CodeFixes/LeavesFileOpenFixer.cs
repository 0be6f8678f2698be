using System.Collections.Immutable;
using LockAnalyzers.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace LockAnalyzers.CodeFixes;

/// <summary>LOCK3004: closes the file on every way out that the refused lock takes.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class LeavesFileOpenFixer : LockFixProvider
{
    /// <summary>The equivalence key of this fix.</summary>
    public const string CloseFile = nameof(CloseFile);

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(LeavesFileOpen.Id);

    private protected override string Title => "Close the file when the lock is refused";

    private protected override string Key => CloseFile;

    private protected override async Task<Mend?> FindAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        var root = await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false);
        var model = await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false);
        if (root is null || model is null || diagnostic.AdditionalLocations.Count < 2
            || root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true) is not ExpressionSyntax acquire
            || VariableOf(root.FindNode(diagnostic.AdditionalLocations[0].SourceSpan, getInnermostNodeForTie: true), model, cancellation) is not { } file)
        {
            return null;
        }

        var mended = new List<(StatementSyntax Old, ImmutableArray<StatementSyntax> New)>();
        foreach (var way in diagnostic.AdditionalLocations.Skip(1).Select(l => root.FindNode(l.SourceSpan).FirstAncestorOrSelf<StatementSyntax>()).Distinct())
        {
            if (way is null || Closing(way, acquire, file, model) is not { IsEmpty: false } closing)
                return null;
            mended.Add((way, closing));
        }

        return async (session, token) =>
        {
            var editor = await session.EditAsync(document, token).ConfigureAwait(false);
            foreach (var (old, statements) in mended)
            {
                if (statements.Length > 1 && old.Parent is BlockSyntax)
                {
                    editor.InsertBefore(old, OnLines(statements.RemoveAt(statements.Length - 1), old.GetLeadingTrivia()));
                    editor.ReplaceNode(old, statements.Last().WithTrailingTrivia(old.GetTrailingTrivia()).WithAdditionalAnnotations(Formatter.Annotation));
                }
                else
                {
                    var closing = statements.Length > 1 ? SyntaxFactory.Block(OnLines(statements, default)) : statements[0];
                    editor.ReplaceNode(old, closing.WithTriviaFrom(old).WithAdditionalAnnotations(Formatter.Annotation));
                }
            }
        };
    }

    /// <summary>The name of the variable that the opened file is put into, of a type that can be disposed.</summary>
    private static string? VariableOf(SyntaxNode opening, SemanticModel model, CancellationToken cancellation)
    {
        var value = opening.AncestorsAndSelf().OfType<ExpressionSyntax>().TakeWhile(e => e is not AssignmentExpressionSyntax).LastOrDefault();
        var name = value?.Parent switch
        {
            EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax variable } => variable.Identifier.ValueText,
            AssignmentExpressionSyntax { Left: IdentifierNameSyntax variable } assignment when assignment.Right == value => variable.Identifier.ValueText,
            _ => null,
        };
        var type = value is null ? null : model.GetTypeInfo(value, cancellation).Type;
        return type?.AllInterfaces.Any(i => i is { Name: "IDisposable", ContainingNamespace.Name: "System" }) == true ? name : null;
    }

    private static IEnumerable<StatementSyntax> OnLines(IEnumerable<StatementSyntax> statements, SyntaxTriviaList leading) => statements.Select((statement, i) =>
        statement
            .WithLeadingTrivia(i == 0 ? leading : default)
            .WithTrailingTrivia(SyntaxFactory.ElasticCarriageReturnLineFeed)
            .WithAdditionalAnnotations(Formatter.Annotation));

    /// <summary>The statements that close the file and leave, or none where it is not certain how; the error is made before the closing, which may overwrite its code.</summary>
    private static ImmutableArray<StatementSyntax> Closing(StatementSyntax way, ExpressionSyntax acquire, string file, SemanticModel model)
    {
        var close = SyntaxFactory.ParseStatement($"{file}.Dispose();");
        switch (way)
        {
            case ThrowStatementSyntax { Expression: { } thrown }:
                var error = FreeName(model, way.SpanStart, "error");
                return ImmutableArray.Create(SyntaxFactory.ParseStatement($"var {error} = {thrown.WithoutTrivia()};"), close, SyntaxFactory.ParseStatement($"throw {error};"));
            case ReturnStatementSyntax { Expression: null or LiteralExpressionSyntax or IdentifierNameSyntax or MemberAccessExpressionSyntax or DefaultExpressionSyntax or PrefixUnaryExpressionSyntax } left:
                return ImmutableArray.Create(close, left.WithoutTrivia());
            case ExpressionStatementSyntax { Expression: var refused } when refused == acquire:
                var rethrow = SyntaxFactory.CatchClause().WithBlock(SyntaxFactory.Block(close, SyntaxFactory.ThrowStatement()));
                return ImmutableArray.Create<StatementSyntax>(
                    SyntaxFactory.TryStatement(SyntaxFactory.Block(way.WithoutTrivia()), SyntaxFactory.SingletonList(rethrow), null));
            default:
                return ImmutableArray<StatementSyntax>.Empty;
        }
    }
}
