namespace LockAnalyzers.Model.Symbolic;

/// <summary>
/// What is known of the 64 bits of an integer: those surely on, those surely off, the rest unknown. Signed values are sign-extended,
/// unsigned ones zero-extended, so that casts between sizes are exact.
/// </summary>
internal readonly record struct KnownBits(ulong Ones, ulong Zeros)
{
    public static readonly KnownBits Unknown = new(0, 0);

    public static KnownBits Constant(long value) => new((ulong)value, ~(ulong)value);

    public bool IsConstant => (Ones | Zeros) == ulong.MaxValue;

    public long Value => (long)Ones;

    public bool SurelyOn(ulong mask) => (Ones & mask) == mask;

    public bool SurelyOff(ulong mask) => (Zeros & mask) == mask;

    /// <summary>True when the two can never be equal: some bit is on in one and off in the other.</summary>
    public bool Contradicts(KnownBits other) => ((Ones & other.Zeros) | (Zeros & other.Ones)) != 0;

    /// <summary>What holds whichever of the two it is.</summary>
    public KnownBits Join(KnownBits other) => new(Ones & other.Ones, Zeros & other.Zeros);

    /// <summary>What holds when both are true of one value.</summary>
    public KnownBits Meet(KnownBits other) => Contradicts(other) ? other : new(Ones | other.Ones, Zeros | other.Zeros);

    public static KnownBits operator &(KnownBits left, KnownBits right) => new(left.Ones & right.Ones, left.Zeros | right.Zeros);

    public static KnownBits operator |(KnownBits left, KnownBits right) => new(left.Ones | right.Ones, left.Zeros & right.Zeros);

    public static KnownBits operator ^(KnownBits left, KnownBits right) =>
        new((left.Ones & right.Zeros) | (left.Zeros & right.Ones), (left.Ones & right.Ones) | (left.Zeros & right.Zeros));

    public static KnownBits operator ~(KnownBits bits) => new(bits.Zeros, bits.Ones);

    public KnownBits ShiftLeft(int count) => new(Ones << count, (Zeros << count) | ((1UL << count) - 1));

    public KnownBits ShiftRight(int count, bool arithmetic) =>
        arithmetic
            ? new((ulong)((long)Ones >> count), (ulong)((long)Zeros >> count))
            : new(Ones >> count, (Zeros >> count) | ~(ulong.MaxValue >> count));

    /// <summary>The value seen through an integer type of <paramref name="size"/> bits.</summary>
    public KnownBits Cast(int size, bool signed)
    {
        if (size >= 64)
            return this;

        var mask = (1UL << size) - 1;
        var sign = 1UL << (size - 1);
        if (!signed || SurelyOff(sign))
            return new(Ones & mask, (Zeros & mask) | ~mask);

        return SurelyOn(sign) ? new((Ones & mask) | ~mask, Zeros & mask) : new(Ones & mask, Zeros & mask);
    }
}
