using System.Collections.Immutable;
using LockAnalyzers.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace LockAnalyzers.CodeFixes;

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

    private protected override async Task<Mend?> FindAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        var root = await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false);
        var model = await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false);
        if (root is null || model is null
            || !diagnostic.Properties.TryGetValue(ReleasesUnflushed.Writer, out var writer) || writer is null
            || root.FindNode(diagnostic.Location.SourceSpan).FirstAncestorOrSelf<StatementSyntax>() is not { Parent: BlockSyntax } unlock)
        {
            return null;
        }

        // At the end of the try, where every path that succeeds comes by; else right before the unlock.
        var place = unlock.FirstAncestorOrSelf<FinallyClauseSyntax>() is { Parent: TryStatementSyntax { Block: { Statements.Count: > 0 } tried } } && RunsToItsEnd(model, tried)
            ? tried.Statements.Last()
            : null;
        var name = SyntaxFactory.ParseExpression(writer);
        if (!IsInScope(model, place?.SpanStart ?? unlock.SpanStart, name))
            return null;

        var flush = SyntaxFactory.ExpressionStatement(SyntaxFactory.InvocationExpression(
                SyntaxFactory.MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, name, SyntaxFactory.IdentifierName("Flush"))))
            .WithTrailingTrivia(unlock.GetTrailingTrivia().FirstOrDefault(t => t.IsKind(SyntaxKind.EndOfLineTrivia)) is { RawKind: not 0 } used ? used : SyntaxFactory.ElasticCarriageReturnLineFeed)
            .WithAdditionalAnnotations(Formatter.Annotation);
        return async (session, token) =>
        {
            var editor = await session.EditAsync(document, token).ConfigureAwait(false);
            if (place is not null)
                editor.InsertAfter(place, flush);
            else
                editor.InsertBefore(unlock, flush);
        };
    }

    private static bool RunsToItsEnd(SemanticModel model, BlockSyntax tried) =>
        model.AnalyzeControlFlow(tried) is { Succeeded: true, EndPointIsReachable: true, ReturnStatements.IsEmpty: true };

    private static bool IsInScope(SemanticModel model, int position, ExpressionSyntax name)
    {
        var first = name.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().FirstOrDefault();
        return first is null ? name is ThisExpressionSyntax : model.LookupSymbols(position, name: first.Identifier.ValueText).Any(s => s is ILocalSymbol or IParameterSymbol or IFieldSymbol or IPropertySymbol)
            || name is MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax };
    }
}
