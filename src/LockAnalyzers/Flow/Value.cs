namespace LockAnalyzers.Flow;

/// <summary>What is known of a value at one point of a path: its bits, whether it is zero or null, and its name.</summary>
internal sealed record Value(Bits Bits, Term? Term = null, bool NotZero = false)
{
    public static readonly Value Unknown = new(Bits.Unknown);
    public static readonly Value True = Constant(1);
    public static readonly Value False = Constant(0);
    public static readonly Value Null = False;

    public static Value Constant(long value) => new(Bits.Constant(value), null, value != 0);

    public static Value Of(Term? term) => new(Bits.Unknown, term);

    /// <summary>An object that is surely there.</summary>
    public static Value Object(Term term) => new(Bits.Unknown, term, NotZero: true);

    public bool IsConstant => Bits.IsConstant;

    public bool IsZero => IsConstant && Bits.Value == 0;

    public bool SurelyNotZero => NotZero || Bits.On != 0;

    /// <summary>The name by which this value can be compared with others, constants included.</summary>
    public Term? Name => IsConstant && (Term is null or Term.Outcome) ? new Term.Literal(Bits.Value) : Term;

    public Value Join(Value other) => Equals(other)
        ? this
        : new(Bits.Join(other.Bits), Equals(Term, other.Term) ? Term : null, SurelyNotZero && other.SurelyNotZero);

    public Value Meet(Value other) => new(Bits.Meet(other.Bits), Term ?? other.Term, SurelyNotZero || other.SurelyNotZero);
}
