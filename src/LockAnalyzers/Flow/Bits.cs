namespace LockAnalyzers.Flow;

/// <summary>
/// What is known of the 64 bits of an integer: those surely on, those surely off, the rest unknown. Signed values are sign-extended,
/// unsigned ones zero-extended, so that casts between sizes are exact.
/// </summary>
internal readonly record struct Bits(ulong On, ulong Off)
{
    public static readonly Bits Unknown = new(0, 0);

    public static Bits Constant(long value) => new((ulong)value, ~(ulong)value);

    public bool IsConstant => (On | Off) == ulong.MaxValue;

    public long Value => (long)On;

    public bool SurelyOn(ulong mask) => (On & mask) == mask;

    public bool SurelyOff(ulong mask) => (Off & mask) == mask;

    /// <summary>True when the two can never be equal: some bit is on in one and off in the other.</summary>
    public bool Contradicts(Bits other) => ((On & other.Off) | (Off & other.On)) != 0;

    /// <summary>What holds whichever of the two it is.</summary>
    public Bits Join(Bits other) => new(On & other.On, Off & other.Off);

    /// <summary>What holds when both are true of one value.</summary>
    public Bits Meet(Bits other) => Contradicts(other) ? other : new(On | other.On, Off | other.Off);

    public static Bits operator &(Bits left, Bits right) => new(left.On & right.On, left.Off | right.Off);

    public static Bits operator |(Bits left, Bits right) => new(left.On | right.On, left.Off & right.Off);

    public static Bits operator ^(Bits left, Bits right) => new(
        (left.On & right.Off) | (left.Off & right.On),
        (left.On & right.On) | (left.Off & right.Off));

    public static Bits operator ~(Bits bits) => new(bits.Off, bits.On);

    public Bits ShiftLeft(int count) => new(On << count, (Off << count) | ((1UL << count) - 1));

    public Bits ShiftRight(int count, bool arithmetic) => arithmetic
        ? new((ulong)((long)On >> count), (ulong)((long)Off >> count))
        : new(On >> count, (Off >> count) | ~(ulong.MaxValue >> count));

    /// <summary>The value seen through an integer type of <paramref name="size"/> bits.</summary>
    public Bits Cast(int size, bool signed)
    {
        if (size >= 64)
            return this;

        var mask = (1UL << size) - 1;
        var sign = 1UL << (size - 1);
        if (!signed || SurelyOff(sign))
            return new(On & mask, (Off & mask) | ~mask);

        return SurelyOn(sign) ? new((On & mask) | ~mask, Off & mask) : new(On & mask, Off & mask);
    }
}
