using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LockAnalyzers.Interpretation;

/// <summary>Which exceptions the filter of a handler surely lets in: <c>when (e is IOException or TimeoutException)</c>.</summary>
internal static class ExceptionFilter
{
    /// <summary>The types that the filter asks for, where it asks for nothing else.</summary>
    public static ImmutableArray<ITypeSymbol> TypesLetInBy(ControlFlowGraph graph, ControlFlowRegion filter)
    {
        var conditions = graph
            .Blocks.Where(block => filter.FirstBlockOrdinal <= block.Ordinal && block.Ordinal <= filter.LastBlockOrdinal)
            .Select(block => block.BranchValue)
            .OfType<IOperation>()
            .ToList();
        return conditions.Count == 1 ? TypesAskedForBy(conditions[0]).ToImmutableArray() : ImmutableArray<ITypeSymbol>.Empty;
    }

    private static IEnumerable<ITypeSymbol> TypesAskedForBy(IOperation condition) =>
        condition switch
        {
            IIsPatternOperation { Value: ILocalReferenceOperation, Pattern: var pattern } => TypesIn(pattern),
            IIsTypeOperation { ValueOperand: ILocalReferenceOperation, IsNegated: false, TypeOperand: var type } => [type],
            _ => [],
        };

    private static IEnumerable<ITypeSymbol> TypesIn(IPatternOperation pattern) =>
        pattern switch
        {
            ITypePatternOperation { MatchedType: var type } => [type],
            IDeclarationPatternOperation { MatchedType: { } type } => [type],
            IBinaryPatternOperation { OperatorKind: BinaryOperatorKind.Or } either => TypesIn(either.LeftPattern)
                .Concat(TypesIn(either.RightPattern)),
            _ => [],
        };
}
