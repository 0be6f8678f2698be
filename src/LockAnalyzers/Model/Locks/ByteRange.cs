using LockAnalyzers.Model.Symbolic;
using LockAnalyzers.Recognition.Apis;
using Microsoft.CodeAnalysis.Operations;

namespace LockAnalyzers.Model.Locks;

/// <summary>
/// The bytes that a lock call names: offset and length as 64-bit values, put together from the halves they are passed in.
/// </summary>
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

    public ByteRange Join(ByteRange other) =>
        new(
            Offset.Join(other.Offset),
            Length.Join(other.Length),
            OffsetFault == other.OffsetFault ? OffsetFault : HalfProblem.None,
            LengthFault == other.LengthFault ? LengthFault : HalfProblem.None
        );

    /// <summary>True when every byte of <paramref name="other"/> is surely in this range.</summary>
    public bool Covers(ByteRange other) =>
        IsConstant && other.IsConstant
            ? Start <= other.Start && other.End <= End
            : AreSame(Offset, other.Offset) && IsAtLeast(other.Length);

    /// <summary>True when this range is surely as long as that, or longer.</summary>
    public bool IsAtLeast(SymbolicValue length) =>
        Length.IsConstant && length.IsConstant ? Count >= (ulong)length.Bits.Value : Length.IsConstant && Count >= Endless;

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
        return access.Bytes.IsConstant
            ? (ulong)access.Bytes.Bits.Value > Count
            : Count == 1 && access.Size is (TransferSize.Counted or TransferSize.Content);
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
        if (
            (left.IsConstant && right.Expression is SymbolicExpression.LengthOf)
            || (right.IsConstant && left.Expression is SymbolicExpression.LengthOf)
        )
            return true;

        var (mine, theirs) = (Split(left.Name), Split(right.Name));
        return mine.Base is not null && mine.Base.Equals(theirs.Base) && mine.Added != theirs.Added;
    }

    /// <summary>True when both read one length, or one position, at moments between which it may have changed.</summary>
    public static bool AreReadAnew(SymbolicValue left, SymbolicValue right, bool isChanged, bool isAccessed) =>
        !left.IsConstant
        && !right.IsConstant
        && left.Expression is { } mine
        && right.Expression is { } theirs
        && !mine.Equals(theirs)
        && mine.WithoutTimestamps.Equals(theirs.WithoutTimestamps)
        && (isChanged || (isAccessed && mine.ReadsPosition));

    private static (SymbolicExpression? Base, long Added) Split(SymbolicExpression? term) =>
        term switch
        {
            SymbolicExpression.Binary { Operator: BinaryOperatorKind.Add, Right: SymbolicExpression.Literal { Value: long added } } sum => (
                sum.Left,
                added
            ),
            SymbolicExpression.Binary { Operator: BinaryOperatorKind.Add, Left: SymbolicExpression.Literal { Value: long added } } sum => (
                sum.Right,
                added
            ),
            SymbolicExpression.Binary
            {
                Operator: BinaryOperatorKind.Subtract,
                Right: SymbolicExpression.Literal { Value: long taken }
            } difference => (difference.Left, -taken),
            _ => (term, 0),
        };
}
