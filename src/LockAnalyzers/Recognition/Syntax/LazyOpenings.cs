using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LockAnalyzers.Recognition.Syntax;

/// <summary>What is put into a variable only where it holds nothing yet: <c>_file ??= File.Open(…)</c>.</summary>
internal static class LazyOpenings
{
    /// <summary>True for a value that the next attempt finds where this one left it.</summary>
    public static bool Contain(SyntaxNode value)
    {
        var assignment = value
            .AncestorsAndSelf()
            .TakeWhile(n => n is not StatementSyntax)
            .OfType<AssignmentExpressionSyntax>()
            .LastOrDefault();
        return assignment is not null
            && (
                assignment.IsKind(SyntaxKind.CoalesceAssignmentExpression)
                || (
                    Calls.NameOf(assignment.Left) is { } name
                    && assignment.Ancestors().OfType<IfStatementSyntax>().Any(branch => Asks(branch, name))
                )
            );
    }

    private static bool Asks(IfStatementSyntax branch, string name) =>
        branch.Condition.DescendantNodesAndSelf().OfType<SimpleNameSyntax>().Any(n => n.Identifier.ValueText == name);
}
