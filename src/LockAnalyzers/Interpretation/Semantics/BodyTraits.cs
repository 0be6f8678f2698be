using System.Collections.Immutable;
using LockAnalyzers.Model.Facts;
using LockAnalyzers.Recognition.Apis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LockAnalyzers.Interpretation.Semantics;

/// <summary>
/// What holds of a body as a whole, whatever path runs through it. It is found before the body is interpreted, so that what the
/// evaluator does with one state depends on nothing but that state.
/// </summary>
/// <param name="Captured">The variables that lambdas and local functions of the body use.</param>
/// <param name="ChangedElsewhere">Those of them, and those that a reference or pointer aliases, that may change at any time.</param>
/// <param name="Operations">The number of operations, by which the work on the body is bounded.</param>
internal sealed record BodyTraits(ImmutableHashSet<ISymbol> Captured, ImmutableHashSet<ISymbol> ChangedElsewhere, int Operations)
{
    /// <summary>The parameters by value that the body gives other values.</summary>
    public ImmutableArray<IParameterSymbol> Overwritten { get; private init; } = ImmutableArray<IParameterSymbol>.Empty;

    private ImmutableDictionary<ISymbol, IOperation> FirstReferences { get; init; } = ImmutableDictionary<ISymbol, IOperation>.Empty;

    /// <summary>How the body treats operations that the system may still be busy with.</summary>
    public PendingOperations Pending { get; private init; } = PendingOperations.None;

    /// <summary>The body takes the raw handle or descriptor of some object.</summary>
    public bool TakesRawHandles { get; private init; }

    public static BodyTraits Of(IOperation body)
    {
        var pending = PendingOperations.None;
        var takesRawHandles = false;
        var captured = ImmutableHashSet.CreateBuilder<ISymbol>(SymbolEqualityComparer.Default);
        var changed = ImmutableHashSet.CreateBuilder<ISymbol>(SymbolEqualityComparer.Default);
        var references = ImmutableDictionary.CreateBuilder<ISymbol, IOperation>(SymbolEqualityComparer.Default);
        var overwritten = new HashSet<IParameterSymbol>(SymbolEqualityComparer.Default);
        var operations = 0;
        foreach (var operation in body.Descendants())
        {
            operations++;
            if (AliasedBy(operation) is { } aliased)
                changed.Add(aliased);
            pending = Seen(operation, pending);
            takesRawHandles |= FileApi.OwnerOfRawHandle(operation) is not null;
            if (operation is IParameterReferenceOperation { Parameter: { RefKind: RefKind.None } parameter } && IsAssigned(operation))
                overwritten.Add(parameter);
            if (operation is IFieldReferenceOperation { Field: var field } && !references.ContainsKey(field))
                references.Add(field, operation);
            if (operation is not (IAnonymousFunctionOperation or ILocalFunctionOperation))
                continue;

            foreach (var reference in operation.Descendants())
            {
                if (SymbolOf(reference) is not { } symbol || IsDeclaredIn(symbol, operation.Syntax))
                    continue;

                captured.Add(symbol);
                if (IsAssigned(reference))
                    changed.Add(symbol);
            }
        }

        return new(captured.ToImmutable(), changed.ToImmutable(), operations)
        {
            FirstReferences = references.ToImmutable(),
            Overwritten = overwritten.ToImmutableArray(),
            Pending = pending,
            TakesRawHandles = takesRawHandles,
        };
    }

    private static PendingOperations Seen(IOperation operation, PendingOperations pending)
    {
        if (operation.ConstantValue is { HasValue: true, Value: (int)LockNumbers.ErrorIoPending or LockNumbers.ErrorIoPending })
            return pending with { AreExpected = true };
        if (operation is not IInvocationOperation { TargetMethod: var method })
            return pending;

        var effect = FileApi.EffectOf(method);
        return pending with
        {
            AreAwaited = pending.AreAwaited || effect.AwaitsCompletion,
            MemoryIsFreed = pending.MemoryIsFreed || effect.FreesMemory,
        };
    }

    /// <summary>The first use of a field in the body: one site that stands for the writer in the field wherever it is used.</summary>
    public IOperation? FirstReferenceTo(ISymbol field) => FirstReferences.TryGetValue(field, out var first) ? first : null;

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
