using LockAnalyzers.Model.Locks;
using LockAnalyzers.Model.Paths;
using LockAnalyzers.Model.Symbolic;
using LockAnalyzers.Recognition;
using LockAnalyzers.Recognition.Apis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LockAnalyzers.Interpretation;

/// <summary>Puts the bytes that a lock call names together from its arguments, as they are known on one path.</summary>
internal readonly struct RangeReader(PathState state)
{
    public ByteRange Read(LockCall call, LockArguments arguments) =>
        call.Api switch
        {
            LockApi.LockFileEx when arguments.Values.TryGetValue(ArgumentRole.Offset, out var offset) => FromHalves(call, arguments) with
            {
                Offset = offset,
                OffsetFault = HalfProblem.None,
            },
            LockApi.LockFileEx or LockApi.LockFile => FromHalves(call, arguments),
            LockApi.FileStream or LockApi.Fcntl => FromWhole(ToEndOfFile(call, Placed(arguments))),
            LockApi.Lockf => FromWhole(ToEndOfFile(call, arguments)),
            _ => ByteRange.Unknown,
        };

    /// <summary>A start that is not counted from the beginning of the file is at a place that nobody knows.</summary>
    private static LockArguments Placed(LockArguments arguments) =>
        !arguments.Values.TryGetValue(ArgumentRole.Whence, out var whence) || whence.IsZero
            ? arguments
            : arguments.With(ArgumentRole.Offset, SymbolicValue.Unknown);

    /// <summary>POSIX counts to the end of the file, wherever that will be, when the length is zero.</summary>
    private static LockArguments ToEndOfFile(LockCall call, LockArguments arguments) =>
        call.Api is LockApi.Fcntl or LockApi.Lockf && arguments[ArgumentRole.Length].IsZero
            ? arguments.With(ArgumentRole.Length, SymbolicValue.Constant(long.MaxValue))
            : arguments;

    private ByteRange FromWhole(LockArguments arguments)
    {
        var (offset, length) = (arguments[ArgumentRole.Offset], arguments[ArgumentRole.Length]);
        return new(offset, length, FaultOf(offset), FaultOf(length));
    }

    private HalfProblem FaultOf(SymbolicValue whole) =>
        whole is { IsConstant: false, Expression: SymbolicExpression.Low low } && !IsKnownToFit(low.Whole)
            ? HalfProblem.HighMissing
            : HalfProblem.None;

    private ByteRange FromHalves(LockCall call, LockArguments arguments)
    {
        var (offset, offsetFault) = Join(
            arguments[ArgumentRole.OffsetLow],
            arguments[ArgumentRole.OffsetHigh],
            call[ArgumentRole.OffsetHigh]
        );
        var (length, lengthFault) = Join(
            arguments[ArgumentRole.LengthLow],
            arguments[ArgumentRole.LengthHigh],
            call[ArgumentRole.LengthHigh]
        );
        return new(offset, length, offsetFault, lengthFault);
    }

    private (SymbolicValue Whole, HalfProblem Fault) Join(SymbolicValue low, SymbolicValue high, IOperation? highSource)
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
            ({ Expression: SymbolicExpression.Low l }, { Expression: SymbolicExpression.High h }) when l.Whole.Equals(h.Whole) => (
                new(bits, l.Whole),
                HalfProblem.None
            ),
            ({ Expression: SymbolicExpression.High h }, { Expression: SymbolicExpression.Low l }) when l.Whole.Equals(h.Whole) => (
                new(bits, new SymbolicExpression.SeparateHalves(h, l)),
                HalfProblem.Swapped
            ),
            ({ Expression: { } narrow }, { Expression: SymbolicExpression.High { Whole: SymbolicExpression.Widened wide } })
                when wide.Narrow.Equals(narrow) => (new(bits, wide), HalfProblem.None),
            ({ Expression: SymbolicExpression.High { Whole: SymbolicExpression.Widened wide } }, { Expression: { } narrow })
                when wide.Narrow.Equals(narrow) => (
                new(bits, new SymbolicExpression.SeparateHalves(low.Expression, narrow)),
                HalfProblem.Swapped
            ),
            ({ IsConstant: false, Expression: { } l }, { IsConstant: false, Expression: { } h }) when l.Equals(h) => (
                new(bits, new SymbolicExpression.SeparateHalves(l, h)),
                HalfProblem.Repeated
            ),
            ({ Expression: SymbolicExpression.Low l }, { Expression: SymbolicExpression.High { Whole: SymbolicExpression.Low cut } })
                when cut.Equals(l) => (new(bits, l), IsKnownToFit(l.Whole) ? HalfProblem.None : HalfProblem.HighMissing),
            ({ Expression: SymbolicExpression.Low l }, { IsZero: true }) => (
                new(bits, l),
                IsKnownToFit(l.Whole) ? HalfProblem.None : HalfProblem.HighMissing
            ),
            ({ IsZero: true }, { Expression: SymbolicExpression.Low l }) => (
                new(bits, new SymbolicExpression.SeparateHalves(new SymbolicExpression.Literal(0L), l)),
                HalfProblem.Swapped
            ),
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
    private bool IsKnownToFit(SymbolicExpression whole) =>
        state.Facts.Any(fact =>
            (fact.Value.IsZero || fact.Value.SurelyNotZero)
            && fact.Key is SymbolicExpression.Binary { Operator: not BinaryOperatorKind.Equals } comparison
            && (
                (comparison.Left.Equals(whole) && IsBound(comparison.Right)) || (comparison.Right.Equals(whole) && IsBound(comparison.Left))
            )
        );

    private static bool IsBound(SymbolicExpression term) =>
        term is SymbolicExpression.Literal { Value: long and >= 0xFFFF and <= 1L << 32 };
}
