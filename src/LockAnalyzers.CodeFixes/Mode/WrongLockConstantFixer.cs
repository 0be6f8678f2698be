using System.Collections.Immutable;
using System.Globalization;
using LockAnalyzers.CodeFixes.Fixing;
using LockAnalyzers.Rules.Mode;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LockAnalyzers.CodeFixes.Mode;

/// <summary>LOCK1005: gives a constant its value, or passes the constant that the API knows.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class WrongLockConstantFixer : ModeFixProvider
{
    /// <summary>The equivalence key of this fix.</summary>
    public const string UseRightConstant = nameof(UseRightConstant);

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(WrongLockConstant.Id);

    private protected override string Title => "Use the right constant";

    private protected override string Key => UseRightConstant;

    private protected override CodeEdit? Find(FixContext fault, CancellationToken cancellation)
    {
        if (fault[ModeFix.Flag] is not null)
            return base.Find(fault, cancellation);
        if (!long.TryParse(fault[ModeFix.Value], NumberStyles.Integer, CultureInfo.InvariantCulture, out var value))
            return null;

        return fault.Node switch
        {
            EnumMemberDeclarationSyntax member => fault.Replacing(member, Numbered(member, value)),
            ExpressionSyntax initializer when initializer.Parent is EqualsValueClauseSyntax => fault.Replacing(
                initializer,
                Number(initializer, value).WithTriviaFrom(initializer)
            ),
            _ => null,
        };
    }

    private static EnumMemberDeclarationSyntax Numbered(EnumMemberDeclarationSyntax member, long value) =>
        member
            .WithIdentifier(member.Identifier.WithTrailingTrivia())
            .WithEqualsValue(SyntaxFactory.EqualsValueClause(Literal(value, isHex: false, width: 0)))
            .WithTrailingTrivia(member.GetTrailingTrivia());

    /// <summary>The number in the notation of the old one.</summary>
    private static ExpressionSyntax Number(ExpressionSyntax old, long value) =>
        old switch
        {
            CastExpressionSyntax cast => cast.WithExpression(Number(cast.Expression, value)),
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
                (int)value
            )
        );
}
