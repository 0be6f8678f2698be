using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LockAnalyzers.Interpretation.Semantics;

/// <summary>The variables of a body that its lambdas and local functions see, and those that they, or references to them, change at times nobody can tell.</summary>
internal sealed record CapturedVariables(ImmutableHashSet<ISymbol> All, ImmutableHashSet<ISymbol> Assigned)
{
    public static CapturedVariables Of(IOperation body)
    {
        var all = ImmutableHashSet.CreateBuilder<ISymbol>(SymbolEqualityComparer.Default);
        var assigned = ImmutableHashSet.CreateBuilder<ISymbol>(SymbolEqualityComparer.Default);
        foreach (var operation in body.Descendants())
        {
            if (AliasedBy(operation) is { } aliased)
                assigned.Add(aliased);
            if (operation is not (IAnonymousFunctionOperation or ILocalFunctionOperation))
                continue;

            foreach (var reference in operation.Descendants())
            {
                if (SymbolOf(reference) is not { } symbol || IsDeclaredIn(symbol, operation.Syntax))
                    continue;

                all.Add(symbol);
                if (IsAssigned(reference))
                    assigned.Add(symbol);
            }
        }

        return new(all.ToImmutable(), assigned.ToImmutable());
    }

    /// <summary>The variable that a ref local, or a pointer to a number, lets others change.</summary>
    private static ISymbol? AliasedBy(IOperation operation) =>
        operation switch
        {
            IVariableDeclaratorOperation { Symbol.IsRef: true, Initializer.Value: var value } => SymbolOf(value),
            ISimpleAssignmentOperation { IsRef: true, Value: var value } => SymbolOf(value),
            IAddressOfOperation { Reference: { Type.SpecialType: not SpecialType.None } reference } => SymbolOf(reference),
            _ => null,
        };

    private static ISymbol? SymbolOf(IOperation reference) =>
        reference switch
        {
            ILocalReferenceOperation local => local.Local,
            IParameterReferenceOperation parameter => parameter.Parameter,
            _ => null,
        };

    private static bool IsDeclaredIn(ISymbol symbol, SyntaxNode function) =>
        symbol.DeclaringSyntaxReferences.Any(r => r.SyntaxTree == function.SyntaxTree && function.Span.Contains(r.Span));

    private static bool IsAssigned(IOperation reference) =>
        reference.Parent switch
        {
            IAssignmentOperation assignment => ReferenceEquals(assignment.Target, reference),
            IIncrementOrDecrementOperation or ITupleOperation => true,
            IArgumentOperation argument => argument.Parameter?.RefKind is RefKind.Ref or RefKind.Out,
            _ => false,
        };
}
