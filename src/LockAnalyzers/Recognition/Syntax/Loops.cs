using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LockAnalyzers.Recognition.Syntax;

internal static class Loops
{
    /// <summary>True for a place that its member may reach again: in a loop, or in a member with a goto.</summary>
    public static bool Contain(SyntaxNode node)
    {
        for (var current = node.Parent; current is not null; current = current.Parent)
        {
            if (current is WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax or CommonForEachStatementSyntax)
                return true;
            if (current is MemberDeclarationSyntax and not GlobalStatementSyntax)
                return current.DescendantNodes().Any(n => n is GotoStatementSyntax { CaseOrDefaultKeyword.RawKind: 0 });
        }

        return false;
    }
}
