using LockAnalyzers.CodeFixes.Fixing;
using LockAnalyzers.Rules.Release;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace LockAnalyzers.CodeFixes.Release;

/// <summary>The statement by which a writer or stream passes on what it keeps.</summary>
internal static class FlushStatement
{
    /// <summary>Flushes the writer that the fault names; null where it has no name at <paramref name="position"/>.</summary>
    public static ExpressionStatementSyntax? Of(FixContext fault, int position)
    {
        if (fault[ReleaseFix.Writer] is not { } writer)
            return null;

        var name = SyntaxFactory.ParseExpression(writer);
        return !IsInScope(fault.Model, position, name)
            ? null
            : SyntaxFactory
                .ExpressionStatement(
                    SyntaxFactory.InvocationExpression(
                        SyntaxFactory.MemberAccessExpression(
                            SyntaxKind.SimpleMemberAccessExpression,
                            name,
                            SyntaxFactory.IdentifierName("Flush")
                        )
                    )
                )
                .WithTrailingTrivia(Trivia.EndOfLineIn(fault.Root.SyntaxTree))
                .WithAdditionalAnnotations(Formatter.Annotation);
    }

    /// <summary>True when no path that succeeds leaves the statements other than by their end.</summary>
    public static bool IsReachedBehind(StatementSyntax first, StatementSyntax last, SemanticModel model) =>
        model.AnalyzeControlFlow(first, last) is { Succeeded: true, EndPointIsReachable: true, ReturnStatements.IsEmpty: true };

    private static bool IsInScope(SemanticModel model, int position, ExpressionSyntax name)
    {
        var first = name.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().FirstOrDefault();
        return first is null
            ? name is ThisExpressionSyntax
            : model
                .LookupSymbols(position, name: first.Identifier.ValueText)
                .Any(s => s is ILocalSymbol or IParameterSymbol or IFieldSymbol or IPropertySymbol)
                || name is MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax };
    }
}
