using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LockAnalyzers.CodeFixes.Fixing;

/// <summary>
/// Questions about the expressions that make up a range: what they read, whether it stays the same, and where it can be kept.
/// </summary>
internal static class RangeExpressions
{
    public static ExpressionSyntax Zero => Number(0);

    /// <summary>The upper 32 bits of a 64-bit value, in the type of the parameter that takes them.</summary>
    public static ExpressionSyntax HighHalf(string type, ExpressionSyntax value) =>
        Cast(
            type,
            SyntaxFactory.ParenthesizedExpression(
                SyntaxFactory.BinaryExpression(SyntaxKind.RightShiftExpression, Operand(value), Number(32))
            )
        );

    public static ExpressionSyntax Cast(string type, ExpressionSyntax value) =>
        SyntaxFactory.CastExpression(SyntaxFactory.ParseTypeName(type), Operand(value));

    /// <summary>What an expression reads, below its arithmetic.</summary>
    public static IEnumerable<ExpressionSyntax> Reads(ExpressionSyntax expression) =>
        expression switch
        {
            ParenthesizedExpressionSyntax parenthesized => Reads(parenthesized.Expression),
            CastExpressionSyntax cast => Reads(cast.Expression),
            CheckedExpressionSyntax @checked => Reads(@checked.Expression),
            BinaryExpressionSyntax binary => Reads(binary.Left).Concat(Reads(binary.Right)),
            PrefixUnaryExpressionSyntax unary
                when !unary.IsKind(SyntaxKind.PreIncrementExpression) && !unary.IsKind(SyntaxKind.PreDecrementExpression) => Reads(
                unary.Operand
            ),
            LiteralExpressionSyntax or DefaultExpressionSyntax => [],
            _ => [expression],
        };

    /// <summary>True when reading it at the lock and again at the unlock yields the same.</summary>
    public static bool IsStable(RangeCall call, ExpressionSyntax read)
    {
        if (call.Model.GetConstantValue(read).HasValue)
            return true;
        if (
            read is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Length" } length
            && call.Model.GetTypeInfo(length.Expression).Type is IArrayTypeSymbol or { SpecialType: SpecialType.System_String }
        )
        {
            return IsStable(call, length.Expression);
        }

        return call.Model.GetSymbolInfo(read).Symbol switch
        {
            IFieldSymbol { IsReadOnly: true } => read
                is IdentifierNameSyntax
                    or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax },
            ILocalSymbol or IParameterSymbol or IFieldSymbol when read is IdentifierNameSyntax name => !IsAssignedAfter(call, name),
            _ => false,
        };
    }

    /// <summary>
    /// True when the names in <paramref name="expression"/> mean at <paramref name="there"/> what they mean at <paramref name="here"/>.
    /// </summary>
    public static bool MeansTheSame(RangeCall here, ExpressionSyntax expression, RangeCall there) =>
        expression
            .DescendantNodesAndSelf()
            .OfType<IdentifierNameSyntax>()
            .Where(n => n.Parent is not MemberAccessExpressionSyntax access || access.Expression == n)
            .All(n =>
                here.Model.GetSymbolInfo(n).Symbol is { } symbol
                && there
                    .Model.LookupSymbols(there.Syntax.SpanStart, name: n.Identifier.ValueText)
                    .Any(s => SymbolEqualityComparer.Default.Equals(s, symbol))
            );

    /// <summary>The statement before which a local is in scope of all the calls, with its declaration ahead of the first of them.</summary>
    public static StatementSyntax? PlaceFor(RangeCall call, IEnumerable<RangeCall> others, IEnumerable<ExpressionSyntax> reads)
    {
        for (
            SyntaxNode node = call.Syntax;
            node.Parent is not null
                && node is not (MemberDeclarationSyntax or AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax);
            node = node.Parent
        )
        {
            if (
                node is not StatementSyntax statement
                || node.Parent is not BlockSyntax block
                || !others.All(o => o.Syntax.SyntaxTree == block.SyntaxTree && block.Span.Contains(o.Syntax.Span))
            )
                continue;

            var isKnown = reads
                .SelectMany(r => r.DescendantNodesAndSelf())
                .OfType<IdentifierNameSyntax>()
                .All(n =>
                    call.Model.GetSymbolInfo(n).Symbol is not ILocalSymbol local
                    || local.DeclaringSyntaxReferences.All(r => r.Span.End <= statement.SpanStart)
                );
            return isKnown ? statement : null;
        }

        return null;
    }

    /// <summary>A name for a local that keeps what <paramref name="read"/> reads.</summary>
    public static string NameFor(RangeCall call, ExpressionSyntax read, string otherwise)
    {
        var name = read switch
        {
            MemberAccessExpressionSyntax access => Camel(access.Name.Identifier.ValueText),
            InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } => Camel(
                access.Name.Identifier.ValueText is var called && called.StartsWith("Get", StringComparison.Ordinal) && called.Length > 3
                    ? called.Substring(3)
                    : otherwise
            ),
            IdentifierNameSyntax identifier => "locked" + Pascal(identifier.Identifier.ValueText),
            _ => otherwise,
        };
        var taken =
            call.Member?.DescendantTokens()
                .Where(t => t.IsKind(SyntaxKind.IdentifierToken) && t.Parent is not MemberAccessExpressionSyntax)
                .Where(t => t.Parent?.Parent is not MemberAccessExpressionSyntax access || access.Name != t.Parent)
                .Select(t => t.ValueText)
                .ToImmutableHashSet()
            ?? ImmutableHashSet<string>.Empty;
        foreach (var candidate in new[] { name, "locked" + Pascal(name) }.Concat(Enumerable.Range(2, 100).Select(i => name + i)))
        {
            if (
                !taken.Contains(candidate)
                && SyntaxFacts.GetKeywordKind(candidate) == SyntaxKind.None
                && !call
                    .Model.LookupSymbols(call.Syntax.SpanStart, name: candidate)
                    .Any(s => s is ILocalSymbol or IParameterSymbol or IFieldSymbol)
            )
                return candidate;
        }

        return otherwise + "ToLock";
    }

    public static string? TypeOf(RangeCall call, ExpressionSyntax read) =>
        call.Model.GetTypeInfo(read).Type is { TypeKind: not TypeKind.Error, SpecialType: not SpecialType.System_Void } type
            ? type.ToMinimalDisplayString(call.Model, call.Syntax.SpanStart)
            : null;

    /// <summary>The 64-bit value, or the whole 32-bit one, that a half was cut from; null where that cannot be told.</summary>
    public static ExpressionSyntax? WholeOf(RangeCall call, ExpressionSyntax half, int levels = 4)
    {
        while (true)
        {
            switch (half)
            {
                case ParenthesizedExpressionSyntax parenthesized:
                    half = parenthesized.Expression;
                    continue;
                case CheckedExpressionSyntax @checked:
                    half = @checked.Expression;
                    continue;
                case CastExpressionSyntax cast when IsInteger(call, cast.Expression):
                    half = cast.Expression;
                    continue;
                case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.BitwiseAndExpression } mask
                    when call.IsConstant(mask.Right, uint.MaxValue):
                    half = mask.Left;
                    continue;
                case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.RightShiftExpression } shift when call.IsConstant(shift.Right, 32):
                    half = shift.Left;
                    continue;
                case IdentifierNameSyntax name
                    when !Is64Bit(call, name)
                        && levels > 0
                        && OnlyValueOf(call, name) is { } value
                        && WholeOf(call, value, levels - 1) is { } whole
                        && Is64Bit(call, whole):
                    return whole;
                default:
                    return IsInteger(call, half) ? half : null;
            }
        }
    }

    public static bool Is64Bit(RangeCall call, ExpressionSyntax expression) =>
        call.Model.GetTypeInfo(expression).Type is { SpecialType: SpecialType.System_Int64 or SpecialType.System_UInt64 };

    public static ExpressionSyntax Operand(ExpressionSyntax expression) =>
        expression.WithoutTrivia() is var bare
        && bare
            is IdentifierNameSyntax
                or MemberAccessExpressionSyntax
                or InvocationExpressionSyntax
                or LiteralExpressionSyntax
                or ElementAccessExpressionSyntax
                or ParenthesizedExpressionSyntax
            ? bare
            : SyntaxFactory.ParenthesizedExpression(bare);

    private static bool IsInteger(RangeCall call, ExpressionSyntax expression) =>
        call.Model.GetTypeInfo(expression).Type
            is {
                SpecialType: SpecialType.System_Int64
                    or SpecialType.System_UInt64
                    or SpecialType.System_Int32
                    or SpecialType.System_UInt32
                    or SpecialType.System_Int16
                    or SpecialType.System_UInt16
                    or SpecialType.System_Byte
                    or SpecialType.System_SByte,
            };

    /// <summary>The one value that a local ever gets.</summary>
    private static ExpressionSyntax? OnlyValueOf(RangeCall call, IdentifierNameSyntax name)
    {
        if (
            call.Model.GetSymbolInfo(name).Symbol is not ILocalSymbol local
            || local.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is not VariableDeclaratorSyntax declarator
        )
        {
            return null;
        }

        var values = Writes(call, local).ToList();
        return declarator.Initializer is { } initializer
            ? values.Count == 0
                ? initializer.Value
                : null
            : values.Count == 1 && values[0] is AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression } only
                ? only.Right
                : null;
    }

    private static bool IsAssignedAfter(RangeCall call, IdentifierNameSyntax name) =>
        call.Model.GetSymbolInfo(name).Symbol is { } symbol && Writes(call, symbol).Any(w => w.SpanStart > call.Syntax.SpanStart);

    private static IEnumerable<SyntaxNode> Writes(RangeCall call, ISymbol symbol) =>
        (call.Member?.DescendantNodes() ?? [])
            .OfType<IdentifierNameSyntax>()
            .Where(n =>
                n.Identifier.ValueText == symbol.Name && SymbolEqualityComparer.Default.Equals(call.Model.GetSymbolInfo(n).Symbol, symbol)
            )
            .Select(n =>
                n.Parent is MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } access ? (ExpressionSyntax)access : n
            )
            .Where(n =>
                n.Parent switch
                {
                    AssignmentExpressionSyntax assignment => assignment.Left == n,
                    PostfixUnaryExpressionSyntax or PrefixUnaryExpressionSyntax => n.Parent.Kind()
                        is SyntaxKind.PostIncrementExpression
                            or SyntaxKind.PostDecrementExpression
                            or SyntaxKind.PreIncrementExpression
                            or SyntaxKind.PreDecrementExpression
                            or SyntaxKind.AddressOfExpression,
                    ArgumentSyntax argument => argument.RefKindKeyword.Kind() is SyntaxKind.RefKeyword or SyntaxKind.OutKeyword
                        || argument.Parent is TupleExpressionSyntax { Parent: AssignmentExpressionSyntax { Left: TupleExpressionSyntax } },
                    _ => false,
                }
            )
            .Select(n => n.Parent!);

    private static ExpressionSyntax Number(int value) =>
        SyntaxFactory.LiteralExpression(SyntaxKind.NumericLiteralExpression, SyntaxFactory.Literal(value));

    private static string Camel(string name) => name.Length == 0 ? name : char.ToLowerInvariant(name[0]) + name.Substring(1);

    private static string Pascal(string name) =>
        name.TrimStart('_') is { Length: > 0 } bare ? char.ToUpperInvariant(bare[0]) + bare.Substring(1) : name;
}
