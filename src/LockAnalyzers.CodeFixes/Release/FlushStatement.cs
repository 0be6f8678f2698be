using LockAnalyzers.CodeFixes.Fixing;
using LockAnalyzers.Rules.Release;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LockAnalyzers.CodeFixes.Release;

/// <summary>The statement that flushes a writer or stream.</summary>
internal static class FlushStatement
{
    /// <summary>
    /// Flushes what was written to last; null where the writer has no name, or another meaning at <paramref name="position"/>.
    /// </summary>
    public static ExpressionStatementSyntax? Of(FixContext context, ReleaseFixData data, int position) =>
        data.BufferedWrite is { } write && WriterOf(context.At(write)) is { } writer && IsInScope(context.Model, position, writer)
            ? SyntaxFactory
                .ExpressionStatement(
                    SyntaxFactory.InvocationExpression(
                        SyntaxFactory.MemberAccessExpression(
                            SyntaxKind.SimpleMemberAccessExpression,
                            writer.WithoutTrivia(),
                            SyntaxFactory.IdentifierName("Flush")
                        )
                    )
                )
                .NormalizeWhitespace()
            : null;

    /// <summary>True when no path that succeeds leaves the statements other than by their end.</summary>
    public static bool IsReachedAfter(StatementSyntax first, StatementSyntax last, SemanticModel model) =>
        model.AnalyzeControlFlow(first, last) is { Succeeded: true, EndPointIsReachable: true, ReturnStatements.IsEmpty: true };

    /// <summary>The variable or field that is written to: <c>writer</c> or <c>this.writer</c> in <c>writer.WriteLine(text)</c>.</summary>
    private static ExpressionSyntax? WriterOf(SyntaxNode? write) =>
        write
            is InvocationExpressionSyntax
            {
                Expression: MemberAccessExpressionSyntax
                {
                    Name.Identifier.ValueText: "Write" or "WriteAsync" or "WriteByte" or "WriteLine" or "WriteLineAsync",
                    Expression: var writer and (IdentifierNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax })
                }
            }
            ? writer
            : null;

    private static bool IsInScope(SemanticModel model, int position, ExpressionSyntax writer) =>
        writer is not IdentifierNameSyntax name
        || model
            .LookupSymbols(position, name: name.Identifier.ValueText)
            .Any(s => s is ILocalSymbol or IParameterSymbol or IFieldSymbol or IPropertySymbol);
}
