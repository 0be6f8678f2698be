using LockAnalyzers.Model.Paths;
using LockAnalyzers.Model.Symbolic;
using Microsoft.CodeAnalysis;

namespace LockAnalyzers.Interpretation;

/// <summary>
/// What a callee found out on one of its paths and its caller can rely on: the answers to questions about the system, the values of members
/// that never change, and those of its parameters.
/// </summary>
internal static class CalleeFacts
{
    /// <summary>The facts, in the caller's terms.</summary>
    public static IEnumerable<(SymbolicExpression Expression, SymbolicValue Value)> For(PathState callee, CallOperands operands)
    {
        foreach (var fact in callee.Facts.Concat(callee.Variables))
        {
            if (IsDecided(fact.Value) && IsLasting(fact.Key, operands))
                yield return (fact.Key.Rename(operands.ExpressionOf), fact.Value with { Expression = null });
        }
    }

    private static bool IsDecided(SymbolicValue value) => value.IsConstant || value.SurelyNotZero;

    private static bool IsLasting(SymbolicExpression expression, CallOperands operands) =>
        expression switch
        {
            SymbolicExpression.Literal => true,
            SymbolicExpression.Variable { Symbol: IParameterSymbol { RefKind: RefKind.None } } or SymbolicExpression.This =>
                operands.ExpressionOf(expression)
                    is SymbolicExpression.Variable { Symbol: IParameterSymbol or ILocalSymbol }
                        or SymbolicExpression.Member
                        or SymbolicExpression.This,
            SymbolicExpression.Member { Symbol: IFieldSymbol { IsReadOnly: true } or IPropertySymbol { SetMethod: null } } member =>
                member.Instance is null || IsLasting(member.Instance, operands),
            SymbolicExpression.Query { Instance: null } query => query.Arguments is null || IsLasting(query.Arguments, operands),
            SymbolicExpression.Pair pair => IsLasting(pair.Head, operands) && (pair.Tail is null || IsLasting(pair.Tail, operands)),
            SymbolicExpression.Binary binary => IsLasting(binary.Left, operands) && IsLasting(binary.Right, operands),
            SymbolicExpression.Not not => IsLasting(not.Operand, operands),
            _ => false,
        };
}
