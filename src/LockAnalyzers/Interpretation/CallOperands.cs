using System.Collections.Immutable;
using LockAnalyzers.Model.Symbolic;
using LockAnalyzers.Recognition.Apis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LockAnalyzers.Interpretation;

/// <summary>What a call or creation is given, evaluated.</summary>
/// <param name="Site">The call or creation.</param>
/// <param name="Instance">The object that the method is called on.</param>
/// <param name="Arguments">The operations of the arguments, in the order in which they are evaluated.</param>
/// <param name="Values">Their values, in the same order.</param>
internal sealed record CallOperands(
    IOperation Site,
    SymbolicValue Instance,
    ImmutableArray<IArgumentOperation> Arguments,
    ImmutableArray<SymbolicValue> Values
)
{
    /// <summary>The operand that an effect names: the argument for the parameter of that ordinal, or the object itself.</summary>
    public SymbolicValue? this[int operand]
    {
        get
        {
            if (operand == CallEffect.Instance)
                return Instance;

            for (var i = 0; i < Values.Length; i++)
            {
                if (Arguments[i].Parameter?.Ordinal == operand)
                    return Values[i];
            }

            return null;
        }
    }

    /// <summary>What the caller calls the callee's object, or one of its parameters; null for anything else.</summary>
    public SymbolicExpression? ExpressionOf(SymbolicExpression root) =>
        root switch
        {
            SymbolicExpression.This => Instance.Expression,
            SymbolicExpression.Variable { Symbol: IParameterSymbol parameter } => this[parameter.Ordinal]?.Expression,
            _ => null,
        };
}
