using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LockAnalyzers.Recognition.Syntax;

/// <summary>Invocations as they are written.</summary>
internal static class Calls
{
    public static IEnumerable<InvocationExpressionSyntax> In(SyntaxNode node) =>
        node.DescendantNodes().OfType<InvocationExpressionSyntax>();

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
