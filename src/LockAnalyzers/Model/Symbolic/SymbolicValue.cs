namespace LockAnalyzers.Model.Symbolic;

/// <summary>What is known of a value at one point of a path: its bits, whether it is zero or null, and its name.</summary>
internal sealed record SymbolicValue(KnownBits Bits, SymbolicExpression? Expression = null, bool NotZero = false)
{
    public static readonly SymbolicValue Unknown = new(KnownBits.Unknown);
    public static readonly SymbolicValue True = Constant(1);
    public static readonly SymbolicValue False = Constant(0);
    public static readonly SymbolicValue Null = False;

    public static SymbolicValue Constant(long value) => new(KnownBits.Constant(value), null, value != 0);

    public static SymbolicValue Of(SymbolicExpression? term) => new(KnownBits.Unknown, term);

    /// <summary>Anything but zero, null and false.</summary>
    public static readonly SymbolicValue NonZero = new(KnownBits.Unknown, null, NotZero: true);

    /// <summary>An object that is surely there.</summary>
    public static SymbolicValue Object(SymbolicExpression term) => new(KnownBits.Unknown, term, NotZero: true);

    public bool IsConstant => Bits.IsConstant;

    public bool IsZero => IsConstant && Bits.Value == 0;

    public bool SurelyNotZero => NotZero || Bits.Ones != 0;

    /// <summary>The name by which this value can be compared with others, constants included.</summary>
    public SymbolicExpression? Name =>
        IsConstant && (Expression is null or SymbolicExpression.LockResult) ? new SymbolicExpression.Literal(Bits.Value) : Expression;

    public SymbolicValue Join(SymbolicValue other) =>
        Equals(other)
            ? this
            : new(Bits.Join(other.Bits), Equals(Expression, other.Expression) ? Expression : null, SurelyNotZero && other.SurelyNotZero);

    public SymbolicValue Meet(SymbolicValue other) =>
        new(Bits.Meet(other.Bits), Expression ?? other.Expression, SurelyNotZero || other.SurelyNotZero);
}
