using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LockAnalyzers.Recognition.Syntax;

/// <summary>Invocations as they are written.</summary>
internal static class Calls
{
    public static IEnumerable<InvocationExpressionSyntax> In(SyntaxNode node) =>
        node.DescendantNodes().OfType<InvocationExpressionSyntax>();

    /// <summary>The invocation of the method that a token names.</summary>
    public static InvocationExpressionSyntax? Around(SyntaxToken name)
    {
        if (name.Parent is not SimpleNameSyntax called)
            return null;

        var expression = called.Parent is MemberAccessExpressionSyntax or MemberBindingExpressionSyntax
            ? (ExpressionSyntax)called.Parent
            : called;
        return expression.Parent is InvocationExpressionSyntax call && call.Expression == expression && NameOf(expression) == name.ValueText
            ? call
            : null;
    }

    /// <summary>The simple name that is called; null for the result of an expression.</summary>
    public static string? NameOf(ExpressionSyntax called) =>
        called switch
        {
            SimpleNameSyntax name => name.Identifier.ValueText,
            MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
            MemberBindingExpressionSyntax binding => binding.Name.Identifier.ValueText,
            _ => null,
        };
}
