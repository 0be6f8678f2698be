using System.Collections.Immutable;
using LockAnalyzers.Model.Facts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace LockAnalyzers.Interpretation;

/// <summary>
/// An exception on its way outwards: what is known of its type, and which types the handlers that it has passed would have caught. Two
/// flows are equal when the same handlers are open to both.
/// </summary>
internal sealed class ExceptionFlow(ExitKind kind, ITypeSymbol? type, ImmutableList<ITypeSymbol> passed) : IEquatable<ExceptionFlow>
{
    public ExceptionFlow(ExitKind kind, ITypeSymbol? type)
        : this(kind, type, ImmutableList<ITypeSymbol>.Empty) { }

    private ExitKind Kind => kind;

    private ITypeSymbol? Type => type;

    private ImmutableList<ITypeSymbol> Passed => passed;

    /// <summary>False where the handler catches other types, or where an earlier one would have caught the exception.</summary>
    public bool MayEnter(ControlFlowRegion handler) =>
        handler.ExceptionType is not { } caught
        || ((type is null || Inherits(type, caught) || Inherits(caught, type)) && !passed.Exists(earlier => Inherits(caught, earlier)));

    /// <summary>True where the handler catches the exception whatever it is.</summary>
    public bool IsSurelyCaughtBy(ControlFlowRegion handler) =>
        handler.ExceptionType is not { } caught || CatchesAll(caught) || (type is not null && Inherits(type, caught));

    /// <summary>True where the exception surely is of one of the types.</summary>
    public bool IsOneOf(ImmutableArray<ITypeSymbol> types) => type is not null && types.Any(asked => Inherits(type, asked));

    /// <summary>The exception that the handler did not catch.</summary>
    public ExceptionFlow Past(ControlFlowRegion handler) =>
        handler.ExceptionType is { } caught ? new(kind, type, passed.Add(caught)) : this;

    public bool Equals(ExceptionFlow? other) =>
        other is not null
        && kind == other.Kind
        && SymbolEqualityComparer.Default.Equals(type, other.Type)
        && passed.SequenceEqual(other.Passed, SymbolEqualityComparer.Default);

    public override bool Equals(object? obj) => Equals(obj as ExceptionFlow);

    public override int GetHashCode() => ((int)kind * 31 + SymbolEqualityComparer.Default.GetHashCode(type)) * 31 + passed.Count;

    private static bool CatchesAll(ITypeSymbol exception) =>
        exception is { SpecialType: SpecialType.System_Object } or { Name: "Exception", ContainingNamespace.Name: "System" };

    private static bool Inherits(ITypeSymbol? derived, ITypeSymbol from)
    {
        for (; derived is not null; derived = derived.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(derived, from))
                return true;
        }

        return false;
    }
}
