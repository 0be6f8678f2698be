using LockAnalyzers.Interpretation.Semantics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LockAnalyzers.CodeFixes.Fixing;

/// <summary>The numbers that constants stand for, whatever their types.</summary>
internal static class ConstantValues
{
    /// <summary>The number that an expression is a constant for; null for one that is no constant, or no number.</summary>
    public static long? Of(SemanticModel model, ExpressionSyntax expression, CancellationToken cancellation = default) =>
        model.GetConstantValue(expression, cancellation) is { HasValue: true } constant ? Of(constant.Value) : null;

    /// <summary>The number that the value of a constant is; null for null and for a text.</summary>
    public static long? Of(object? constant) =>
        constant is not (null or string) && ConstantMembers.ValueOf(constant) is { IsConstant: true } known ? known.Bits.Value : null;
}
