using Microsoft.CodeAnalysis;

namespace LockAnalyzers.Recognition.Syntax;

/// <summary>The elements of tuples, by one symbol each whatever name or type a tuple gives them.</summary>
internal static class Tuples
{
    /// <summary>The field that element <paramref name="index"/> of a tuple type is stored in, where it has one of its own.</summary>
    public static ISymbol? Field(ITypeSymbol? type, int index) =>
        type is INamedTypeSymbol { IsTupleType: true } tuple
            ? tuple.OriginalDefinition.GetMembers("Item" + (index + 1)).FirstOrDefault()
            : null;

    /// <summary>The field itself, or the one that a tuple's element stands for.</summary>
    public static ISymbol FieldBehind(IFieldSymbol field) =>
        field is { ContainingType.IsTupleType: true, CorrespondingTupleField: { } element }
            ? field.ContainingType.OriginalDefinition.GetMembers(element.Name).FirstOrDefault() ?? field
            : field;
}
