using LockAnalyzers.Recognition.Naming;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LockAnalyzers.Recognition.Syntax;

/// <summary>Checks for the system around a node, as they are written: <c>if (OperatingSystem.IsWindows())</c>.</summary>
internal static class PlatformGuards
{
    /// <summary>True for a node that only Windows reaches.</summary>
    public static bool AreForWindows(SyntaxNode node)
    {
        for (var current = node; current.Parent is { } parent and not MemberDeclarationSyntax; current = parent)
        {
            var isForWindows = parent switch
            {
                IfStatementSyntax branch when current == branch.Statement => Asks(branch.Condition) == true,
                ElseClauseSyntax { Parent: IfStatementSyntax branch } => Asks(branch.Condition) == false,
                ConditionalExpressionSyntax choice when current == choice.WhenTrue => Asks(choice.Condition) == true,
                ConditionalExpressionSyntax choice when current == choice.WhenFalse => Asks(choice.Condition) == false,
                BlockSyntax block => block.Statements.TakeWhile(s => s != current).Any(LeavesUnlessOnWindows),
                _ => false,
            };
            if (isForWindows)
                return true;
        }

        return false;
    }

    private static bool LeavesUnlessOnWindows(StatementSyntax statement) =>
        statement is IfStatementSyntax { Else: null } check
        && Asks(check.Condition) == false
        && (check.Statement is BlockSyntax block ? block.Statements.LastOrDefault() : check.Statement)
            is ReturnStatementSyntax
                or ThrowStatementSyntax;

    /// <summary>
    /// True for a condition that holds on Windows alone, false for one that holds on all other systems, null for any other.
    /// </summary>
    private static bool? Asks(ExpressionSyntax condition) =>
        condition switch
        {
            ParenthesizedExpressionSyntax parenthesized => Asks(parenthesized.Expression),
            PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } not => !Asks(not.Operand),
            BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression } both => Asks(both.Left) == true
            || Asks(both.Right) == true
                ? true
                : null,
            BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression } equal => Equal(equal.Left, equal.Right),
            BinaryExpressionSyntax { RawKind: (int)SyntaxKind.NotEqualsExpression } unequal => !Equal(unequal.Left, unequal.Right),
            InvocationExpressionSyntax or MemberAccessExpressionSyntax or IdentifierNameSyntax => NamesWindows(condition) ? true
            : NamesUnix(condition) ? false
            : null,
            _ => null,
        };

    /// <summary>A check compared with true or false, or the system's own name with that of Windows.</summary>
    private static bool? Equal(ExpressionSyntax left, ExpressionSyntax right) =>
        right.Kind() switch
        {
            SyntaxKind.TrueLiteralExpression => Asks(left),
            SyntaxKind.FalseLiteralExpression => !Asks(left),
            _ => NamesWindows(left) || NamesWindows(right) ? true : null,
        };

    private static bool NamesWindows(ExpressionSyntax condition) => Names(condition).Any(IdentifierWords.MentionsWindows);

    private static bool NamesUnix(ExpressionSyntax condition) => Names(condition).Any(name => IdentifierWords.Has(name, "unix"));

    private static IEnumerable<string> Names(ExpressionSyntax condition) =>
        condition.DescendantNodesAndSelf().OfType<SimpleNameSyntax>().Select(name => name.Identifier.ValueText);
}
