using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LockAnalyzers.Recognition.Syntax;

/// <summary>Which finally guards which call.</summary>
internal static class FinallyGuards
{
    /// <summary>
    /// True for a release that a finally runs unconditionally, when <paramref name="acquire"/> is in the try of that finally.
    /// </summary>
    public static bool IsReleaseInFinallyAround(IOperation release, IOperation acquire)
    {
        for (var node = release.Syntax; node.Parent is { } parent; node = parent)
        {
            if (parent is FinallyClauseSyntax { Parent: TryStatementSyntax tried })
                return tried.Block.Span.Contains(acquire.Syntax.Span);
            if (
                parent is not (BlockSyntax or UnsafeStatementSyntax or FixedStatementSyntax or TryStatementSyntax)
                && IsControlFlow(parent, node)
            )
                return false;
        }

        return false;
    }

    private static bool IsControlFlow(SyntaxNode parent, SyntaxNode node) =>
        parent switch
        {
            IfStatementSyntax branch => node != branch.Condition,
            ConditionalExpressionSyntax branch => node != branch.Condition,
            BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression or (int)SyntaxKind.LogicalOrExpression } chain => node
                == chain.Right,
            StatementSyntax statement => statement
                is not (
                    ExpressionStatementSyntax
                    or LocalDeclarationStatementSyntax
                    or UsingStatementSyntax
                    or LockStatementSyntax
                    or CheckedStatementSyntax
                ),
            AnonymousFunctionExpressionSyntax or BaseMethodDeclarationSyntax => true,
            _ => false,
        };
}
