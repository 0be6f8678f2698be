using LockAnalyzers.Recognition.Apis;
using LockAnalyzers.Recognition.Naming;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LockAnalyzers.Judgement;

/// <summary>What a condition tells of the system, where it is true and where it is false.</summary>
internal sealed record SystemCondition(SystemClaim WhenTrue, SystemClaim WhenFalse)
{
    private static readonly SystemCondition Unknown = new(SystemClaim.Nothing, SystemClaim.Nothing);

    private SystemCondition Negated => new(WhenFalse, WhenTrue);

    /// <summary>
    /// Reads a condition by its words: <c>OperatingSystem.IsMacOS()</c>, <c>IsOSPlatform(OSPlatform.OSX)</c> and a property
    /// <c>IsDarwin</c> ask the same.
    /// </summary>
    public static SystemCondition Of(ExpressionSyntax condition) =>
        condition switch
        {
            ParenthesizedExpressionSyntax inner => Of(inner.Expression),
            PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } negation => Of(negation.Operand).Negated,
            BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression } both => Both(Of(both.Left), Of(both.Right)),
            BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalOrExpression } either => Both(
                Of(either.Left).Negated,
                Of(either.Right).Negated
            ).Negated,
            BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression } equal => Equality(equal),
            BinaryExpressionSyntax { RawKind: (int)SyntaxKind.NotEqualsExpression } unequal => Equality(unequal).Negated,
            BinaryExpressionSyntax { RawKind: (int)SyntaxKind.IsExpression, Right: ExpressionSyntax constant } => Question(constant),
            IsPatternExpressionSyntax { Pattern: ConstantPatternSyntax { Expression: LiteralExpressionSyntax literal } } pattern =>
                literal.IsKind(SyntaxKind.TrueLiteralExpression) ? Of(pattern.Expression)
                : literal.IsKind(SyntaxKind.FalseLiteralExpression) ? Of(pattern.Expression).Negated
                : Unknown,
            IsPatternExpressionSyntax { Pattern: ConstantPatternSyntax { Expression: var constant } } => Question(constant),
            IsPatternExpressionSyntax { Pattern: UnaryPatternSyntax { Pattern: ConstantPatternSyntax { Expression: var constant } } } =>
                Question(constant).Negated,
            InvocationExpressionSyntax or MemberAccessExpressionSyntax or IdentifierNameSyntax => Question(condition),
            _ => Unknown,
        };

    /// <summary>The claim of a case label or pattern that names a system.</summary>
    public static SystemCondition OfLabel(ExpressionSyntax label) => Question(label);

    private static SystemCondition Both(SystemCondition left, SystemCondition right) =>
        new(left.WhenTrue.And(right.WhenTrue), left.WhenFalse.Or(right.WhenFalse));

    private static SystemCondition Equality(BinaryExpressionSyntax equality) =>
        equality.Right.IsKind(SyntaxKind.TrueLiteralExpression) ? Of(equality.Left)
        : equality.Right.IsKind(SyntaxKind.FalseLiteralExpression) ? Of(equality.Left).Negated
        : Question(equality);

    /// <summary>What the last names in an expression, and its strings, ask for.</summary>
    private static SystemCondition Question(ExpressionSyntax expression)
    {
        var words = expression
            .DescendantTokens()
            .Where(t => t.IsKind(SyntaxKind.IdentifierToken) || t.IsKind(SyntaxKind.StringLiteralToken))
            .Select(t => t.ValueText)
            .ToList();
        var systems = words.Aggregate(LockSystem.None, (found, word) => found | SystemWords.In(word));
        var asked = systems == LockSystem.None ? Unknown : new SystemCondition(SystemClaim.Of(systems), SystemClaim.NoneOf(systems));
        return words.Exists(IdentifierWords.MentionsProcessor)
            ? new(asked.WhenTrue with { AsksForProcessor = true }, asked.WhenFalse with { AsksForProcessor = true })
            : asked;
    }
}
