using LockAnalyzers.Recognition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LockAnalyzers.Flow;

/// <summary>What is wrong with the two halves by which a 64-bit value is passed.</summary>
internal enum HalfProblem
{
    None,

    /// <summary>The upper 32 bits of the value are left behind.</summary>
    HighMissing,

    /// <summary>The low half is where the high one belongs, and the other way round.</summary>
    Swapped,

    /// <summary>Both halves are the same 32 bits.</summary>
    Repeated,
}

/// <summary>The bytes that a lock call names: offset and length as 64-bit values, put together from the halves they are passed in.</summary>
internal sealed record ByteRange(SymbolicValue Offset, SymbolicValue Length, HalfProblem OffsetFault, HalfProblem LengthFault)
{
    public static readonly ByteRange Unknown = new(SymbolicValue.Unknown, SymbolicValue.Unknown, HalfProblem.None, HalfProblem.None);

    /// <summary>No file is as long as that: a range that begins here is beyond all data, one that ends here covers all.</summary>
    private const ulong BeyondData = 1UL << 30;

    /// <summary>The length from which a range is as good as endless.</summary>
    private const ulong Endless = 1UL << 62;

    public bool IsConstant => Offset.IsConstant && Length.IsConstant;

    public ulong Start => (ulong)Offset.Bits.Value;

    public ulong Count => (ulong)Length.Bits.Value;

    /// <summary>One past the last byte; no overflow for a constant range.</summary>
    public ulong End => ulong.MaxValue - Start < Count ? ulong.MaxValue : Start + Count;

    /// <summary>True for a range from the first byte to beyond any that a file can have.</summary>
    public bool IsWholeFile => IsConstant && Start == 0 && Count >= Endless;

    /// <summary>True for a constant range that begins where files have no data: its bytes only stand for locks.</summary>
    public bool IsBeyondData => Offset.IsConstant && Start >= BeyondData;

    /// <summary>True for a constant range that ends where files may have data.</summary>
    public bool EndsInData => IsConstant && End < BeyondData;

    public static ByteRange Of(LockCall call, LockArguments arguments, PathState state) => call.Api switch
    {
        LockApi.LockFileEx when arguments.Values.TryGetValue(ArgumentRole.Offset, out var offset) =>
            FromHalves(call, arguments, state) with { Offset = offset, OffsetFault = HalfProblem.None },
        LockApi.LockFileEx or LockApi.LockFile => FromHalves(call, arguments, state),
        LockApi.FileStream or LockApi.Fcntl => FromWhole(ToEndOfFile(call, Placed(arguments)), state),
        LockApi.Lockf => FromWhole(ToEndOfFile(call, arguments), state),
        _ => Unknown,
    };

    public ByteRange Join(ByteRange other) => new(
        Offset.Join(other.Offset),
        Length.Join(other.Length),
        OffsetFault == other.OffsetFault ? OffsetFault : HalfProblem.None,
        LengthFault == other.LengthFault ? LengthFault : HalfProblem.None);

    /// <summary>True when every byte of <paramref name="other"/> is surely in this range.</summary>
    public bool Covers(ByteRange other) => IsConstant && other.IsConstant
        ? Start <= other.Start && other.End <= End
        : AreSame(Offset, other.Offset) && IsAtLeast(other.Length);

    /// <summary>True when this range is surely as long as that, or longer.</summary>
    public bool IsAtLeast(SymbolicValue length) => Length.IsConstant && length.IsConstant ? Count >= (ulong)length.Bits.Value : Length.IsConstant && Count >= Endless;

    /// <summary>True when the access surely reaches beyond the end of this constant range.</summary>
    public bool Misses(LockedAccess access)
    {
        if (access.Start.IsConstant && ((ulong)access.Start.Bits.Value >= End || access.Bytes.IsConstant))
            return (ulong)access.Start.Bits.Value >= End || (ulong)(access.Start.Bits.Value + access.Bytes.Bits.Value) > End;

        // A byte in the middle may well lie behind whatever is read and written.
        if (Start != 0)
            return false;
        if (access.Size == TransferSize.ToEnd || access.Appends)
            return true;

        // Nobody takes a buffer or a text for one byte.
        return access.Bytes.IsConstant ? (ulong)access.Bytes.Bits.Value > Count : Count == 1 && access.Size is (TransferSize.Counted or TransferSize.Content);
    }

    /// <summary>True when this range ends at the length of the file and the access writes from there on.</summary>
    public bool EndsWhere(LockedAccess access, SymbolicExpression? file) =>
        access.Appends && Offset.IsZero && Length.Expression is SymbolicExpression.LengthOf length && length.Measured.Equals(file);

    /// <summary>True when the access surely ends before this range begins: the range is not where the data is.</summary>
    public bool LiesBehind(LockedAccess access) =>
        access is { Start.IsConstant: true, Bytes.IsConstant: true } && (ulong)(access.Start.Bits.Value + access.Bytes.Bits.Value) <= Start;

    /// <summary>True when the access surely stays inside this range.</summary>
    public bool Contains(LockedAccess access) =>
        access is { Start.IsConstant: true, Bytes.IsConstant: true }
        && (ulong)access.Start.Bits.Value >= Start
        && (ulong)(access.Start.Bits.Value + access.Bytes.Bits.Value) <= End;

    public bool IsSurely(ByteRange other) => AreSame(Offset, other.Offset) && AreSame(Length, other.Length);

    public static bool AreSame(SymbolicValue left, SymbolicValue right) =>
        left.IsConstant && right.IsConstant ? left.Bits.Value == right.Bits.Value : left.Name is { } name && name.Equals(right.Name);

    /// <summary>True when the two values cannot be equal.</summary>
    public static bool AreSurelyDifferent(SymbolicValue left, SymbolicValue right)
    {
        if (left.Bits.Contradicts(right.Bits))
            return true;
        if (left.IsConstant && right.IsConstant)
            return false;

        // A file is as long as a fixed number only by accident.
        if ((left.IsConstant && right.Expression is SymbolicExpression.LengthOf) || (right.IsConstant && left.Expression is SymbolicExpression.LengthOf))
            return true;

        var (mine, theirs) = (Split(left.Name), Split(right.Name));
        return mine.Base is not null && mine.Base.Equals(theirs.Base) && mine.Added != theirs.Added;
    }

    /// <summary>True when both read one length, or one position, at moments between which it may have changed.</summary>
    public static bool AreReadAnew(SymbolicValue left, SymbolicValue right, bool isChanged, bool isAccessed) =>
        !left.IsConstant && !right.IsConstant
        && left.Expression is { } mine && right.Expression is { } theirs
        && !mine.Equals(theirs) && mine.WithoutTimestamps.Equals(theirs.WithoutTimestamps)
        && (isChanged || (isAccessed && mine.ReadsPosition));

    private static (SymbolicExpression? Base, long Added) Split(SymbolicExpression? term) => term switch
    {
        SymbolicExpression.Binary { Operator: BinaryOperatorKind.Add, Right: SymbolicExpression.Literal { Value: long added } } sum => (sum.Left, added),
        SymbolicExpression.Binary { Operator: BinaryOperatorKind.Add, Left: SymbolicExpression.Literal { Value: long added } } sum => (sum.Right, added),
        SymbolicExpression.Binary { Operator: BinaryOperatorKind.Subtract, Right: SymbolicExpression.Literal { Value: long taken } } difference => (difference.Left, -taken),
        _ => (term, 0),
    };

    /// <summary>A start that is not counted from the beginning of the file is at a place that nobody knows.</summary>
    private static LockArguments Placed(LockArguments arguments) =>
        !arguments.Values.TryGetValue(ArgumentRole.Whence, out var whence) || whence.IsZero ? arguments : arguments.With(ArgumentRole.Offset, SymbolicValue.Unknown);

    /// <summary>POSIX counts to the end of the file, wherever that will be, when the length is zero.</summary>
    private static LockArguments ToEndOfFile(LockCall call, LockArguments arguments) =>
        call.Api is LockApi.Fcntl or LockApi.Lockf && arguments[ArgumentRole.Length].IsZero
            ? arguments.With(ArgumentRole.Length, SymbolicValue.Constant(long.MaxValue))
            : arguments;

    private static ByteRange FromWhole(LockArguments arguments, PathState state)
    {
        var (offset, length) = (arguments[ArgumentRole.Offset], arguments[ArgumentRole.Length]);
        return new(offset, length, FaultOf(offset, state), FaultOf(length, state));
    }

    private static HalfProblem FaultOf(SymbolicValue whole, PathState state) =>
        whole is { IsConstant: false, Expression: SymbolicExpression.Low low } && !IsKnownToFit(low.Whole, state) ? HalfProblem.HighMissing : HalfProblem.None;

    private static ByteRange FromHalves(LockCall call, LockArguments arguments, PathState state)
    {
        var (offset, offsetFault) = Join(arguments[ArgumentRole.OffsetLow], arguments[ArgumentRole.OffsetHigh], call[ArgumentRole.OffsetHigh], state);
        var (length, lengthFault) = Join(arguments[ArgumentRole.LengthLow], arguments[ArgumentRole.LengthHigh], call[ArgumentRole.LengthHigh], state);
        return new(offset, length, offsetFault, lengthFault);
    }

    private static (SymbolicValue Whole, HalfProblem Fault) Join(SymbolicValue low, SymbolicValue high, IOperation? highSource, PathState state)
    {
        low = low with { Bits = low.Bits.Cast(32, signed: false) };
        high = high with { Bits = high.Bits.Cast(32, signed: false) };
        var bits = low.Bits | high.Bits.ShiftLeft(32);
        if (ShiftsNothing(highSource))
            return (new(bits), HalfProblem.Repeated);
        if (bits.IsConstant)
            return (new(bits), HalfProblem.None);

        return (low, high) switch
        {
            ({ Expression: SymbolicExpression.Low l }, { Expression: SymbolicExpression.High h }) when l.Whole.Equals(h.Whole) => (new(bits, l.Whole), HalfProblem.None),
            ({ Expression: SymbolicExpression.High h }, { Expression: SymbolicExpression.Low l }) when l.Whole.Equals(h.Whole) => (new(bits, new SymbolicExpression.SeparateHalves(h, l)), HalfProblem.Swapped),
            ({ Expression: { } narrow }, { Expression: SymbolicExpression.High { Whole: SymbolicExpression.Widened wide } }) when wide.Narrow.Equals(narrow) => (new(bits, wide), HalfProblem.None),
            ({ Expression: SymbolicExpression.High { Whole: SymbolicExpression.Widened wide } }, { Expression: { } narrow }) when wide.Narrow.Equals(narrow) => (new(bits, new SymbolicExpression.SeparateHalves(low.Expression, narrow)), HalfProblem.Swapped),
            ({ IsConstant: false, Expression: { } l }, { IsConstant: false, Expression: { } h }) when l.Equals(h) => (new(bits, new SymbolicExpression.SeparateHalves(l, h)), HalfProblem.Repeated),
            ({ Expression: SymbolicExpression.Low l }, { Expression: SymbolicExpression.High { Whole: SymbolicExpression.Low cut } }) when cut.Equals(l) => (new(bits, l), IsKnownToFit(l.Whole, state) ? HalfProblem.None : HalfProblem.HighMissing),
            ({ Expression: SymbolicExpression.Low l }, { IsZero: true }) => (new(bits, l), IsKnownToFit(l.Whole, state) ? HalfProblem.None : HalfProblem.HighMissing),
            ({ IsZero: true }, { Expression: SymbolicExpression.Low l }) => (new(bits, new SymbolicExpression.SeparateHalves(new SymbolicExpression.Literal(0L), l)), HalfProblem.Swapped),
            ({ IsConstant: false, Expression: { } l }, { IsZero: true }) => (new(bits, l), HalfProblem.None),
            ({ Name: { } l }, { Name: { } h }) => (new(bits, new SymbolicExpression.SeparateHalves(l, h)), HalfProblem.None),
            _ => (new(bits), HalfProblem.None),
        };
    }

    /// <summary>True for <c>value &gt;&gt; 32</c> of 32 bits, which leaves the value as it is: the count is taken modulo 32.</summary>
    private static bool ShiftsNothing(IOperation? half)
    {
        while (half is IConversionOperation conversion)
            half = conversion.Operand;

        return half is IBinaryOperation { OperatorKind: BinaryOperatorKind.RightShift or BinaryOperatorKind.UnsignedRightShift } shift
            && shift.LeftOperand.Type is { SpecialType: SpecialType.System_Int32 or SpecialType.System_UInt32 }
            && shift.RightOperand.ConstantValue is { HasValue: true, Value: 32 };
    }

    /// <summary>True when the code compared the value with a bound before: whoever does so knows that it fits.</summary>
    private static bool IsKnownToFit(SymbolicExpression whole, PathState state) => state.Facts.Any(fact => (fact.Value.IsZero || fact.Value.SurelyNotZero) && fact.Key
        is SymbolicExpression.Binary { Operator: not BinaryOperatorKind.Equals } comparison
        && ((comparison.Left.Equals(whole) && IsBound(comparison.Right)) || (comparison.Right.Equals(whole) && IsBound(comparison.Left))));

    private static bool IsBound(SymbolicExpression term) => term is SymbolicExpression.Literal { Value: long and >= 0xFFFF and <= 1L << 32 };
}
