using System.Globalization;
using LockAnalyzers.CodeFixes.Fixing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LockAnalyzers.CodeFixes.Mode;

/// <summary>Gives a declared constant or enum member another number.</summary>
internal static class Renumbering
{
    /// <summary>The edit, where the node is an initializer or an enum member without one.</summary>
    public static CodeEdit? Find(FixContext context, SyntaxNode declared, long value) =>
        declared switch
        {
            EnumMemberDeclarationSyntax member => context.Replacing(member, WithNumber(member, value)),
            ExpressionSyntax { Parent: EqualsValueClauseSyntax } initializer => context.Replacing(
                initializer,
                WithNumber(initializer, value).WithTriviaFrom(initializer)
            ),
            _ => null,
        };

    private static EnumMemberDeclarationSyntax WithNumber(EnumMemberDeclarationSyntax member, long value) =>
        member
            .WithIdentifier(member.Identifier.WithTrailingTrivia())
            .WithEqualsValue(SyntaxFactory.EqualsValueClause(Literal(value, isHex: false, width: 0)))
            .WithTrailingTrivia(member.GetTrailingTrivia());

    /// <summary>The number in the notation of the old one.</summary>
    private static ExpressionSyntax WithNumber(ExpressionSyntax old, long value) =>
        old switch
        {
            CastExpressionSyntax cast => cast.WithExpression(WithNumber(cast.Expression, value)),
            LiteralExpressionSyntax { Token.Text: var text } when text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) => Literal(
                value,
                isHex: true,
                text.TrimEnd('u', 'U', 'l', 'L').Length - 2
            ),
            _ => Literal(value, isHex: false, width: 0),
        };

    private static LiteralExpressionSyntax Literal(long value, bool isHex, int width) =>
        SyntaxFactory.LiteralExpression(
            SyntaxKind.NumericLiteralExpression,
            SyntaxFactory.Literal(
                isHex ? "0x" + value.ToString("X" + width, CultureInfo.InvariantCulture) : value.ToString(CultureInfo.InvariantCulture),
                unchecked((int)value)
            )
        );
}
