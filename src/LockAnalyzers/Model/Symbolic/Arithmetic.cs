using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LockAnalyzers.Model.Symbolic;

/// <summary>What operators and casts do to known bits and to names.</summary>
internal static class Arithmetic
{
    private const ulong HighHalf = 0xFFFFFFFF00000000;

    private const long TwoTo32 = 1L << 32;

    public static SymbolicValue Binary(
        BinaryOperatorKind kind,
        SymbolicValue left,
        SymbolicValue right,
        ITypeSymbol? type,
        ITypeSymbol? operandType
    ) =>
        KeepLockResult(
            left.Expression as SymbolicExpression.LockResult ?? right.Expression as SymbolicExpression.LockResult,
            Compute(kind, left, right, type, operandType)
        );

    /// <summary>What is computed from the outcome of a lock call still tells that outcome.</summary>
    private static SymbolicValue KeepLockResult(SymbolicExpression.LockResult? outcome, SymbolicValue value) =>
        outcome is not null && value.IsConstant ? value with { Expression = outcome } : value;

    private static SymbolicValue Compute(
        BinaryOperatorKind kind,
        SymbolicValue left,
        SymbolicValue right,
        ITypeSymbol? type,
        ITypeSymbol? operandType
    )
    {
        switch (kind)
        {
            case BinaryOperatorKind.Equals:
                return Equal(left, right, operandType);
            case BinaryOperatorKind.NotEquals:
                return Not(Equal(left, right, operandType));
            case BinaryOperatorKind.LessThan
            or BinaryOperatorKind.LessThanOrEqual
            or BinaryOperatorKind.GreaterThan
            or BinaryOperatorKind.GreaterThanOrEqual:
                return Compare(kind, left, right, operandType);
            case BinaryOperatorKind.LeftShift or BinaryOperatorKind.RightShift or BinaryOperatorKind.UnsignedRightShift:
                return Shift(kind, left, right, type);
        }

        var bits = kind switch
        {
            BinaryOperatorKind.And or BinaryOperatorKind.ConditionalAnd => left.Bits & right.Bits,
            BinaryOperatorKind.Or or BinaryOperatorKind.ConditionalOr => left.Bits | right.Bits,
            BinaryOperatorKind.ExclusiveOr => left.Bits ^ right.Bits,
            BinaryOperatorKind.Add when left.IsConstant && right.IsConstant => KnownBits.Constant(
                unchecked(left.Bits.Value + right.Bits.Value)
            ),
            BinaryOperatorKind.Add when Disjoint(left.Bits, right.Bits) => left.Bits | right.Bits,
            BinaryOperatorKind.Subtract when left.IsConstant && right.IsConstant => KnownBits.Constant(
                unchecked(left.Bits.Value - right.Bits.Value)
            ),
            BinaryOperatorKind.Multiply when left.IsConstant && right.IsConstant => KnownBits.Constant(
                unchecked(left.Bits.Value * right.Bits.Value)
            ),
            BinaryOperatorKind.Remainder when right is { IsConstant: true, Bits.Value: > 0 and <= TwoTo32 } => new KnownBits(0, HighHalf),
            _ => KnownBits.Unknown,
        };

        var term = kind switch
        {
            BinaryOperatorKind.And => Masked(left, right) ?? Masked(right, left),
            BinaryOperatorKind.Remainder when right is { IsConstant: true, Bits.Value: TwoTo32 } && left.Expression is { } whole =>
                new SymbolicExpression.Low(whole),
            BinaryOperatorKind.Divide when right is { IsConstant: true, Bits.Value: TwoTo32 } && left.Expression is { } whole =>
                new SymbolicExpression.High(whole),
            _ => null,
        };
        term ??= left.Name is { } l && right.Name is { } r && !bits.IsConstant ? new SymbolicExpression.Binary(kind, l, r) : null;
        return Narrow(new(bits, bits.IsConstant ? null : term), type);
    }

    public static SymbolicValue Unary(UnaryOperatorKind kind, SymbolicValue operand, ITypeSymbol? type) =>
        KeepLockResult(operand.Expression as SymbolicExpression.LockResult, Compute(kind, operand, type));

    private static SymbolicValue Compute(UnaryOperatorKind kind, SymbolicValue operand, ITypeSymbol? type) =>
        kind switch
        {
            UnaryOperatorKind.Not => Not(operand),
            UnaryOperatorKind.BitwiseNegation => Narrow(new(~operand.Bits), type),
            UnaryOperatorKind.Minus when operand.IsConstant => Narrow(SymbolicValue.Constant(unchecked(-operand.Bits.Value)), type),
            UnaryOperatorKind.Plus => operand,
            _ => SymbolicValue.Unknown,
        };

    public static SymbolicValue Not(SymbolicValue operand) =>
        KeepLockResult(operand.Expression as SymbolicExpression.LockResult, Negate(operand));

    private static SymbolicValue Negate(SymbolicValue operand) =>
        operand.IsZero ? SymbolicValue.True
        : operand.SurelyNotZero ? SymbolicValue.False
        : operand.Expression is SymbolicExpression.Not not ? SymbolicValue.Of(not.Operand)
        : SymbolicValue.Of(operand.Expression is { } term ? new SymbolicExpression.Not(term) : null);

    public static SymbolicValue Equal(SymbolicValue left, SymbolicValue right, ITypeSymbol? type) =>
        KeepLockResult(
            left.Expression as SymbolicExpression.LockResult ?? right.Expression as SymbolicExpression.LockResult,
            Compare(left, right, type)
        );

    private static SymbolicValue Compare(SymbolicValue left, SymbolicValue right, ITypeSymbol? type)
    {
        if (left.IsConstant && !right.IsConstant)
            (left, right) = (right, left);
        if (left.IsConstant && right.IsConstant)
            return left.Bits.Value == right.Bits.Value ? SymbolicValue.True : SymbolicValue.False;
        if (left.Bits.Contradicts(right.Bits) || (right.IsZero && left.SurelyNotZero))
            return SymbolicValue.False;
        if (type?.SpecialType == SpecialType.System_Boolean && right.IsConstant)
            return right.IsZero ? Not(left)
                : left.SurelyNotZero ? SymbolicValue.True
                : left;

        return left.Name is { } l && right.Name is { } r
            ? SymbolicValue.Of(new SymbolicExpression.Binary(BinaryOperatorKind.Equals, l, r))
            : SymbolicValue.Unknown;
    }

    /// <summary>The value as an operand of another type sees it: bits cut or extended, the halves of 64-bit values named.</summary>
    public static SymbolicValue Cast(SymbolicValue value, ITypeSymbol? from, ITypeSymbol to)
    {
        if (SizeOf(to) is not var (size, signed))
            return value;

        var bits = value.Bits.Cast(size, signed);
        return new(
            bits,
            bits.IsConstant ? value.Expression as SymbolicExpression.LockResult : Cast(value, SizeOf(from)?.Size, size, to),
            value.NotZero && size >= (SizeOf(from)?.Size ?? 64)
        );
    }

    private static SymbolicExpression? Cast(SymbolicValue value, int? from, int to, ITypeSymbol type) =>
        (from, to, value.Expression) switch
        {
            (_, _, null or SymbolicExpression.High) => value.Expression,
            (64, 32, SymbolicExpression.Widened wide) => wide.Narrow,
            (64, 32, not SymbolicExpression.Low) when !value.Bits.SurelyOff(HighHalf) && !IsFile(value.Expression) =>
                new SymbolicExpression.Low(value.Expression),
            (<= 32, 64, not (SymbolicExpression.Widened or SymbolicExpression.Low)) when IsNumber64(type) && !IsFile(value.Expression) =>
                new SymbolicExpression.Widened(value.Expression),
            _ => value.Expression,
        };

    /// <summary>True for a 64-bit number; a native integer may well be a handle that was an int before.</summary>
    private static bool IsNumber64(ITypeSymbol type) => type.SpecialType is SpecialType.System_Int64 or SpecialType.System_UInt64;

    private static SymbolicValue Compare(BinaryOperatorKind kind, SymbolicValue left, SymbolicValue right, ITypeSymbol? type)
    {
        if (left.IsConstant && right.IsConstant)
        {
            var order = type?.SpecialType is SpecialType.System_UInt64 or SpecialType.System_UIntPtr
                ? ((ulong)left.Bits.Value).CompareTo((ulong)right.Bits.Value)
                : left.Bits.Value.CompareTo(right.Bits.Value);
            var holds = kind switch
            {
                BinaryOperatorKind.LessThan => order < 0,
                BinaryOperatorKind.LessThanOrEqual => order <= 0,
                BinaryOperatorKind.GreaterThan => order > 0,
                _ => order >= 0,
            };
            return holds ? SymbolicValue.True : SymbolicValue.False;
        }

        return left.Name is { } l && right.Name is { } r
            ? SymbolicValue.Of(new SymbolicExpression.Binary(kind, l, r))
            : SymbolicValue.Unknown;
    }

    private static SymbolicValue Shift(BinaryOperatorKind kind, SymbolicValue left, SymbolicValue right, ITypeSymbol? type)
    {
        if (!right.IsConstant || SizeOf(type) is not var (size, signed))
            return SymbolicValue.Unknown;

        // C# masks the count by the size of the left operand: an int shifted by 32 is unchanged.
        var count = (int)(right.Bits.Value & (size == 64 ? 63 : 31));
        if (count == 0)
            return left;
        if (kind == BinaryOperatorKind.LeftShift)
            return Narrow(new(left.Bits.ShiftLeft(count)), type);

        var high = count == 32 && size == 64 && left.Expression is { } whole ? new SymbolicExpression.High(whole) : null;
        var source = kind == BinaryOperatorKind.UnsignedRightShift ? left.Bits.Cast(size, signed: false) : left.Bits;
        var bits = source.ShiftRight(count, arithmetic: signed && kind == BinaryOperatorKind.RightShift);
        return Narrow(new(bits, bits.IsConstant ? null : high), type);
    }

    private static SymbolicExpression? Masked(SymbolicValue value, SymbolicValue mask) =>
        mask.IsConstant && mask.Bits.Value == uint.MaxValue && value.Expression is { } term
            ? term is SymbolicExpression.High or SymbolicExpression.Low
                ? term
                : new SymbolicExpression.Low(term)
            : null;

    private static bool Disjoint(KnownBits left, KnownBits right) => (left.Zeros | right.Zeros) == ulong.MaxValue;

    private static SymbolicValue Narrow(SymbolicValue value, ITypeSymbol? type) =>
        SizeOf(type) is var (size, signed) ? value with { Bits = value.Bits.Cast(size, signed) } : value;

    private static bool IsFile(SymbolicExpression term) =>
        term.File is SymbolicExpression.OpenedFile || term is SymbolicExpression.WrapperStream;

    private static (int Size, bool Signed)? SizeOf(ITypeSymbol? type) =>
        type switch
        {
            INamedTypeSymbol { TypeKind: TypeKind.Enum, EnumUnderlyingType: { } underlying } => SizeOf(underlying),
            INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable => SizeOf(
                nullable.TypeArguments[0]
            ),
            { SpecialType: SpecialType.System_SByte } => (8, true),
            { SpecialType: SpecialType.System_Byte } => (8, false),
            { SpecialType: SpecialType.System_Int16 } => (16, true),
            { SpecialType: SpecialType.System_UInt16 or SpecialType.System_Char } => (16, false),
            { SpecialType: SpecialType.System_Int32 } => (32, true),
            { SpecialType: SpecialType.System_UInt32 } => (32, false),
            { SpecialType: SpecialType.System_Int64 or SpecialType.System_IntPtr } => (64, true),
            { SpecialType: SpecialType.System_UInt64 or SpecialType.System_UIntPtr } => (64, false),
            _ => null,
        };
}
