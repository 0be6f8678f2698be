using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LockAnalyzers.Model.Symbolic;

/// <summary>
/// A name for a value that stays the same as long as nothing it depends on changes: two values with equal terms are equal. Values whose
/// equality cannot be proved have different terms, or none.
/// </summary>
internal abstract record SymbolicExpression
{
    /// <summary>The object that the body runs on.</summary>
    public sealed record This : SymbolicExpression;

    /// <summary>What a local or parameter holds.</summary>
    public sealed record Variable(ISymbol Symbol) : SymbolicExpression;

    /// <summary>What the compiler keeps between two blocks of one expression.</summary>
    public sealed record Capture(CaptureId Id) : SymbolicExpression;

    /// <summary>A field or property of an object, or a static one.</summary>
    public sealed record Member(SymbolicExpression? Instance, ISymbol Symbol) : SymbolicExpression;

    /// <summary>What the operation at a site yielded last: an object it made, or a result nothing else is known of.</summary>
    public sealed record Result(IOperation Site) : SymbolicExpression;

    /// <summary>The moment at which the operation at a site ran last.</summary>
    public sealed record Timestamp(IOperation Site) : SymbolicExpression;

    /// <summary>A struct with every field zero.</summary>
    public sealed record Zeroed(IOperation Site) : SymbolicExpression;

    /// <summary>A file opened at a site, by the path where that is known.</summary>
    public sealed record OpenedFile(IOperation Site, SymbolicExpression? At) : SymbolicExpression;

    /// <summary>Whether the lock that a call asked for was granted.</summary>
    public sealed record LockResult(IOperation Site) : SymbolicExpression;

    /// <summary>A reader, writer or stream over another stream, which it closes with itself unless it is told to leave it open.</summary>
    public sealed record WrapperStream(IOperation Site, SymbolicExpression Inner, bool LeavesOpen = false) : SymbolicExpression;

    public sealed record Literal(object? Value) : SymbolicExpression;

    /// <summary>A question whose answer does not change while the body runs, such as which system it runs on.</summary>
    public sealed record Query(IMethodSymbol Method, SymbolicExpression? Instance, SymbolicExpression? Arguments) : SymbolicExpression;

    public sealed record Pair(SymbolicExpression Head, SymbolicExpression? Tail) : SymbolicExpression;

    public sealed record Binary(BinaryOperatorKind Operator, SymbolicExpression Left, SymbolicExpression Right) : SymbolicExpression;

    public sealed record Not(SymbolicExpression Operand) : SymbolicExpression;

    /// <summary>Whether a value is there and of a type.</summary>
    public sealed record OfType(SymbolicExpression Operand, ITypeSymbol Type) : SymbolicExpression;

    /// <summary>The low 32 bits of a 64-bit value.</summary>
    public sealed record Low(SymbolicExpression Whole) : SymbolicExpression;

    /// <summary>The high 32 bits of a 64-bit value.</summary>
    public sealed record High(SymbolicExpression Whole) : SymbolicExpression;

    /// <summary>Stands for the expression that a field was last given.</summary>
    public sealed record Source(SymbolicExpression Place) : SymbolicExpression;

    /// <summary>The length of a file as it was after the last write to it.</summary>
    public sealed record LengthOf(SymbolicExpression Measured, SymbolicExpression? Since) : SymbolicExpression;

    /// <summary>Stands for the last write to a file.</summary>
    public sealed record LastWrite(SymbolicExpression Written) : SymbolicExpression;

    /// <summary>Stands for where the next read or write of a file begins.</summary>
    public sealed record Cursor(SymbolicExpression Moved) : SymbolicExpression;

    /// <summary>The position in a file as it was after something moved it.</summary>
    public sealed record PositionOf(SymbolicExpression Moved, SymbolicExpression? Since) : SymbolicExpression;

    /// <summary>A value of 32 bits or fewer that was extended to 64.</summary>
    public sealed record Widened(SymbolicExpression Narrow) : SymbolicExpression;

    /// <summary>A 64-bit value put together from two halves that have nothing to do with each other.</summary>
    public sealed record SeparateHalves(SymbolicExpression LowHalf, SymbolicExpression HighHalf) : SymbolicExpression;

    /// <summary>What became of something on paths that met: it may have changed on one of them.</summary>
    public sealed record Merged(SymbolicExpression Place) : SymbolicExpression;

    /// <summary>The file that reads and writes through this object reach.</summary>
    public SymbolicExpression File =>
        this switch
        {
            WrapperStream over => over.Inner.File,
            Low handle => handle.Whole.File,
            _ => this,
        };

    /// <summary>The object that a chain of members starts from.</summary>
    public SymbolicExpression Root =>
        this switch
        {
            WrapperStream over => over.Inner.Root,
            Member { Instance: { } instance } => instance.Root,
            _ => this,
        };

    public SymbolicExpression? Path => File is OpenedFile file ? file.At : null;

    /// <summary>True when writes through this object pass through <paramref name="layer"/>.</summary>
    public bool IsOver(SymbolicExpression layer) => Equals(layer) || (this is WrapperStream over && over.Inner.IsOver(layer));

    /// <summary>
    /// True for two files that nobody would take for one: opened at two places, or handed over in two parameters of one type.
    /// </summary>
    public bool IsSurelyNot(SymbolicExpression? other) =>
        (this, other) switch
        {
            (OpenedFile mine, OpenedFile theirs) => !mine.Equals(theirs),
            (Variable { Symbol: IParameterSymbol mine }, Variable { Symbol: IParameterSymbol theirs }) =>
                !SymbolEqualityComparer.Default.Equals(mine, theirs) && SymbolEqualityComparer.Default.Equals(mine.Type, theirs.Type),
            _ => false,
        };

    /// <summary>The term with its roots, the object and the variables of another body, replaced by what they are here.</summary>
    public SymbolicExpression Rename(Func<SymbolicExpression, SymbolicExpression?> root) =>
        this switch
        {
            Member { Instance: { } instance } member => member with { Instance = instance.Rename(root) },
            OpenedFile { At: { } path } file => file with { At = path.Rename(root) },
            WrapperStream over => over with { Inner = over.Inner.Rename(root) },
            Query { Arguments: { } arguments } query => query with { Arguments = arguments.Rename(root) },
            Pair pair => new Pair(pair.Head.Rename(root), pair.Tail?.Rename(root)),
            Binary binary => new Binary(binary.Operator, binary.Left.Rename(root), binary.Right.Rename(root)),
            Not not => new Not(not.Operand.Rename(root)),
            _ => root(this) ?? this,
        };

    /// <summary>The term without the moments at which it read what can change: two readings of one thing have the same.</summary>
    public SymbolicExpression WithoutTimestamps =>
        this switch
        {
            LengthOf length => length with { Since = null },
            PositionOf position => position with { Since = null },
            Binary binary => new Binary(binary.Operator, binary.Left.WithoutTimestamps, binary.Right.WithoutTimestamps),
            Low low => new Low(low.Whole.WithoutTimestamps),
            High high => new High(high.Whole.WithoutTimestamps),
            Widened wide => new Widened(wide.Narrow.WithoutTimestamps),
            _ => this,
        };

    public bool ReadsPosition =>
        this switch
        {
            PositionOf => true,
            Binary binary => binary.Left.ReadsPosition || binary.Right.ReadsPosition,
            Low low => low.Whole.ReadsPosition,
            High high => high.Whole.ReadsPosition,
            Widened wide => wide.Narrow.ReadsPosition,
            _ => false,
        };

    public bool DependsOn(SymbolicExpression other) =>
        Equals(other)
        || this switch
        {
            Member { Instance: { } instance } => instance.DependsOn(other),
            OpenedFile { At: { } path } => path.DependsOn(other),
            WrapperStream over => over.Inner.DependsOn(other),
            Query query => (query.Instance?.DependsOn(other) ?? false) || (query.Arguments?.DependsOn(other) ?? false),
            Pair pair => pair.Head.DependsOn(other) || (pair.Tail?.DependsOn(other) ?? false),
            Binary binary => binary.Left.DependsOn(other) || binary.Right.DependsOn(other),
            Not not => not.Operand.DependsOn(other),
            OfType typed => typed.Operand.DependsOn(other),
            Low low => low.Whole.DependsOn(other),
            High high => high.Whole.DependsOn(other),
            LengthOf length => length.Measured.DependsOn(other) || (length.Since?.DependsOn(other) ?? false),
            LastWrite write => write.Written.DependsOn(other),
            Source source => source.Place.DependsOn(other),
            Cursor cursor => cursor.Moved.DependsOn(other),
            PositionOf position => position.Moved.DependsOn(other) || (position.Since?.DependsOn(other) ?? false),
            Widened wide => wide.Narrow.DependsOn(other),
            SeparateHalves halves => halves.LowHalf.DependsOn(other) || halves.HighHalf.DependsOn(other),
            Merged met => met.Place.DependsOn(other),
            _ => false,
        };
}
