using LockAnalyzers.Recognition.Apis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LockAnalyzers.CodeFixes.Release;

/// <summary>The statement that closes a file which the code opens and puts into a variable.</summary>
internal static class CloseStatement
{
    /// <summary>
    /// Closes what <paramref name="opening"/> opens; null where that is in no variable, or where no function to close it is declared.
    /// </summary>
    public static StatementSyntax? Of(SyntaxNode opening, SemanticModel model, CancellationToken cancellation)
    {
        var value = opening
            .AncestorsAndSelf()
            .OfType<ExpressionSyntax>()
            .TakeWhile(e => e is not AssignmentExpressionSyntax)
            .LastOrDefault();
        var name = value?.Parent switch
        {
            EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax variable } => variable.Identifier.ValueText,
            AssignmentExpressionSyntax { Left: IdentifierNameSyntax variable } assignment when assignment.Right == value => variable
                .Identifier
                .ValueText,
            _ => null,
        };
        if (name is null || model.GetTypeInfo(value!, cancellation).Type is not { } type)
            return null;
        if (type.AllInterfaces.Any(i => i is { Name: "IDisposable", ContainingNamespace.Name: "System" }))
            return SyntaxFactory.ParseStatement($"{name}.Dispose();");

        return
            opening is InvocationExpressionSyntax { Expression: var opener }
            && model.GetSymbolInfo(opening, cancellation).Symbol is IMethodSymbol { ContainingType: { } owner }
            && owner.GetMembers().OfType<IMethodSymbol>().FirstOrDefault(m => Closes(m, type) && model.IsAccessible(opening.SpanStart, m))
                is { } closer
            ? SyntaxFactory.ParseStatement(
                $"{(opener is MemberAccessExpressionSyntax access ? access.Expression.WithoutTrivia() + "." : "")}{closer.Name}({name});"
            )
            : null;
    }

    private static bool Closes(IMethodSymbol method, ITypeSymbol type) =>
        FileApi.ClosesArgument(method)
        && method.Parameters.Length == 1
        && SymbolEqualityComparer.Default.Equals(method.Parameters[0].Type, type);
}
