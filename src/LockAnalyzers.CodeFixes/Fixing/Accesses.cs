using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LockAnalyzers.CodeFixes.Fixing;

/// <summary>Member accesses, taken apart.</summary>
internal static class Accesses
{
    /// <summary>What an access starts from: <c>record</c> in <c>record.Range.Start</c>.</summary>
    public static ExpressionSyntax RootOf(ExpressionSyntax access) =>
        access is MemberAccessExpressionSyntax { Expression: var inner } ? RootOf(inner) : access;
}
