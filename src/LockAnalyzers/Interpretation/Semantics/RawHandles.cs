using LockAnalyzers.Recognition.Apis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LockAnalyzers.Interpretation.Semantics;

/// <summary>Where raw handles and descriptors come from, and who owns them.</summary>
internal static class RawHandles
{
    /// <summary>More steps than any code takes from an object to the number that is passed; half-typed code may go in circles.</summary>
    private const int MaxSteps = 8;

    /// <summary>
    /// What takes the raw handle that an expression yields, and whether a variable kept it in between; null for an expression that yields
    /// none.
    /// </summary>
    /// <param name="operation">The expression.</param>
    /// <param name="valuesOf">What is put into a local or capture.</param>
    /// <param name="steps">How many variables lie between this expression and the one that was asked for.</param>
    public static (IOperation Taken, bool IsKept)? TakenIn(
        IOperation operation,
        Func<IOperation, IEnumerable<IOperation>> valuesOf,
        int steps = 0
    )
    {
        if (steps > MaxSteps)
            return null;
        if (FileApi.OwnerOfRawHandle(operation) is not null)
            return (operation, false);

        switch (operation)
        {
            case IConversionOperation conversion:
                return TakenIn(conversion.Operand, valuesOf, steps);
            case IParenthesizedOperation parenthesized:
                return TakenIn(parenthesized.Operand, valuesOf, steps);
            case IInvocationOperation { Instance: { } shown } view when FileApi.EffectOf(view.TargetMethod).IsView:
                return TakenIn(shown, valuesOf, steps);
            case IObjectCreationOperation { Constructor: { } constructor, Arguments: { IsEmpty: false } arguments }
                when FileApi.EffectOf(constructor).Rewraps:
                return TakenIn(arguments[0].Value, valuesOf, steps);
            case IFlowCaptureReferenceOperation or ILocalReferenceOperation:
                foreach (var value in valuesOf(operation))
                {
                    if (TakenIn(value, valuesOf, steps + 1) is var (taken, isKept))
                        return (taken, isKept || operation is ILocalReferenceOperation);
                }

                return null;
            default:
                return null;
        }
    }

    /// <summary>What an expression shows the file of, such as a variable: <c>file</c> for <c>file.SafeFileHandle</c>.</summary>
    public static IOperation RootOf(IOperation operation) =>
        operation switch
        {
            IConversionOperation conversion => RootOf(conversion.Operand),
            IParenthesizedOperation parenthesized => RootOf(parenthesized.Operand),
            IPropertyReferenceOperation { Instance: { } shown } view when FileApi.EffectOf(view.Property).IsView => RootOf(shown),
            _ => operation,
        };

    /// <summary>The local or parameter that an operation names.</summary>
    public static ISymbol? VariableAt(IOperation operation) =>
        operation switch
        {
            ILocalReferenceOperation local => local.Local,
            IParameterReferenceOperation parameter => parameter.Parameter,
            _ => null,
        };
}
