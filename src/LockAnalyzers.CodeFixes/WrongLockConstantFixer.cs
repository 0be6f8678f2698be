using System.Collections.Immutable;
using System.Globalization;
using LockAnalyzers.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LockAnalyzers.CodeFixes;

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

    private protected override async Task<Mend?> FindAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        if (diagnostic.Properties.ContainsKey(ModeFix.Flag))
            return await base.FindAsync(document, diagnostic, cancellation).ConfigureAwait(false);
        if (!diagnostic.Properties.TryGetValue(ModeFix.Value, out var text) || !long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var value))
            return null;

        var root = await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false);
        return root?.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true) switch
        {
            EnumMemberDeclarationSyntax member => Replacing(document, member, Numbered(member, value)),
            ExpressionSyntax initializer when initializer.Parent is EqualsValueClauseSyntax => Replacing(document, initializer, Number(initializer, value).WithTriviaFrom(initializer)),
            _ => null,
        };
    }

    private static Mend Replacing(Document document, SyntaxNode old, SyntaxNode mended) => async (session, cancellation) =>
        (await session.EditAsync(document, cancellation).ConfigureAwait(false)).ReplaceNode(old, mended);

    private static EnumMemberDeclarationSyntax Numbered(EnumMemberDeclarationSyntax member, long value) => member
        .WithIdentifier(member.Identifier.WithTrailingTrivia())
        .WithEqualsValue(SyntaxFactory.EqualsValueClause(Literal(value, isHex: false, width: 0)))
        .WithTrailingTrivia(member.GetTrailingTrivia());

    /// <summary>The number in the notation of the old one.</summary>
    private static ExpressionSyntax Number(ExpressionSyntax old, long value) => old switch
    {
        CastExpressionSyntax cast => cast.WithExpression(Number(cast.Expression, value)),
        LiteralExpressionSyntax { Token.Text: var text } when text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) =>
            Literal(value, isHex: true, text.TrimEnd('u', 'U', 'l', 'L').Length - 2),
        _ => Literal(value, isHex: false, width: 0),
    };

    private static LiteralExpressionSyntax Literal(long value, bool isHex, int width) => SyntaxFactory.LiteralExpression(
        SyntaxKind.NumericLiteralExpression,
        SyntaxFactory.Literal(isHex ? "0x" + value.ToString("X" + width, CultureInfo.InvariantCulture) : value.ToString(CultureInfo.InvariantCulture), (int)value));
}
