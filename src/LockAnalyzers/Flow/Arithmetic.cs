using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LockAnalyzers.Flow;

/// <summary>What operators and casts do to known bits and to names.</summary>
internal static class Arithmetic
{
    private const ulong HighHalf = 0xFFFFFFFF00000000;

    private const long TwoTo32 = 1L << 32;

    public static Value Binary(BinaryOperatorKind kind, Value left, Value right, ITypeSymbol? type, ITypeSymbol? operandType) =>
        Telling(left.Term as Term.Outcome ?? right.Term as Term.Outcome, Compute(kind, left, right, type, operandType));

    /// <summary>What is computed from the outcome of a lock call still tells that outcome.</summary>
    private static Value Telling(Term.Outcome? outcome, Value value) =>
        outcome is not null && value.IsConstant ? value with { Term = outcome } : value;

    private static Value Compute(BinaryOperatorKind kind, Value left, Value right, ITypeSymbol? type, ITypeSymbol? operandType)
    {
        switch (kind)
        {
            case BinaryOperatorKind.Equals:
                return Equal(left, right, operandType);
            case BinaryOperatorKind.NotEquals:
                return Not(Equal(left, right, operandType));
            case BinaryOperatorKind.LessThan or BinaryOperatorKind.LessThanOrEqual
                or BinaryOperatorKind.GreaterThan or BinaryOperatorKind.GreaterThanOrEqual:
                return Compare(kind, left, right, operandType);
            case BinaryOperatorKind.LeftShift or BinaryOperatorKind.RightShift or BinaryOperatorKind.UnsignedRightShift:
                return Shift(kind, left, right, type);
        }

        var bits = kind switch
        {
            BinaryOperatorKind.And or BinaryOperatorKind.ConditionalAnd => left.Bits & right.Bits,
            BinaryOperatorKind.Or or BinaryOperatorKind.ConditionalOr => left.Bits | right.Bits,
            BinaryOperatorKind.ExclusiveOr => left.Bits ^ right.Bits,
            BinaryOperatorKind.Add when left.IsConstant && right.IsConstant => Bits.Constant(unchecked(left.Bits.Value + right.Bits.Value)),
            BinaryOperatorKind.Add when Disjoint(left.Bits, right.Bits) => left.Bits | right.Bits,
            BinaryOperatorKind.Subtract when left.IsConstant && right.IsConstant => Bits.Constant(unchecked(left.Bits.Value - right.Bits.Value)),
            BinaryOperatorKind.Multiply when left.IsConstant && right.IsConstant => Bits.Constant(unchecked(left.Bits.Value * right.Bits.Value)),
            BinaryOperatorKind.Remainder when right is { IsConstant: true, Bits.Value: > 0 and <= TwoTo32 } => new Bits(0, HighHalf),
            _ => Bits.Unknown,
        };

        var term = kind switch
        {
            BinaryOperatorKind.And => Masked(left, right) ?? Masked(right, left),
            BinaryOperatorKind.Remainder when right is { IsConstant: true, Bits.Value: TwoTo32 } && left.Term is { } whole => new Term.Low(whole),
            BinaryOperatorKind.Divide when right is { IsConstant: true, Bits.Value: TwoTo32 } && left.Term is { } whole => new Term.High(whole),
            _ => null,
        };
        term ??= left.Name is { } l && right.Name is { } r && !bits.IsConstant ? new Term.Binary(kind, l, r) : null;
        return Narrow(new(bits, bits.IsConstant ? null : term), type);
    }

    public static Value Unary(UnaryOperatorKind kind, Value operand, ITypeSymbol? type) =>
        Telling(operand.Term as Term.Outcome, Compute(kind, operand, type));

    private static Value Compute(UnaryOperatorKind kind, Value operand, ITypeSymbol? type) => kind switch
    {
        UnaryOperatorKind.Not => Not(operand),
        UnaryOperatorKind.BitwiseNegation => Narrow(new(~operand.Bits), type),
        UnaryOperatorKind.Minus when operand.IsConstant => Narrow(Value.Constant(unchecked(-operand.Bits.Value)), type),
        UnaryOperatorKind.Plus => operand,
        _ => Value.Unknown,
    };

    public static Value Not(Value operand) => Telling(operand.Term as Term.Outcome, Negate(operand));

    private static Value Negate(Value operand) =>
        operand.IsZero ? Value.True
        : operand.SurelyNotZero ? Value.False
        : operand.Term is Term.Not not ? Value.Of(not.Operand)
        : Value.Of(operand.Term is { } term ? new Term.Not(term) : null);

    public static Value Equal(Value left, Value right, ITypeSymbol? type) =>
        Telling(left.Term as Term.Outcome ?? right.Term as Term.Outcome, Compare(left, right, type));

    private static Value Compare(Value left, Value right, ITypeSymbol? type)
    {
        if (left.IsConstant && !right.IsConstant)
            (left, right) = (right, left);
        if (left.IsConstant && right.IsConstant)
            return left.Bits.Value == right.Bits.Value ? Value.True : Value.False;
        if (left.Bits.Contradicts(right.Bits) || (right.IsZero && left.SurelyNotZero))
            return Value.False;
        if (type?.SpecialType == SpecialType.System_Boolean && right.IsConstant)
            return right.IsZero ? Not(left) : left.SurelyNotZero ? Value.True : left;

        return left.Name is { } l && right.Name is { } r ? Value.Of(new Term.Binary(BinaryOperatorKind.Equals, l, r)) : Value.Unknown;
    }

    /// <summary>The value as an operand of another type sees it: bits cut or extended, the halves of 64-bit values named.</summary>
    public static Value Cast(Value value, ITypeSymbol? from, ITypeSymbol to)
    {
        if (SizeOf(to) is not var (size, signed))
            return value;

        var bits = value.Bits.Cast(size, signed);
        return new(bits, bits.IsConstant ? value.Term as Term.Outcome : Cast(value, SizeOf(from)?.Size, size, to), value.NotZero && size >= (SizeOf(from)?.Size ?? 64));
    }

    private static Term? Cast(Value value, int? from, int to, ITypeSymbol type) => (from, to, value.Term) switch
    {
        (_, _, null or Term.High) => value.Term,
        (64, 32, Term.Wide wide) => wide.Narrow,
        (64, 32, not Term.Low) when !value.Bits.SurelyOff(HighHalf) && !IsFile(value.Term) => new Term.Low(value.Term),
        (<= 32, 64, not (Term.Wide or Term.Low)) when IsNumber64(type) && !IsFile(value.Term) => new Term.Wide(value.Term),
        _ => value.Term,
    };

    /// <summary>True for a 64-bit number; a native integer may well be a handle that was an int before.</summary>
    private static bool IsNumber64(ITypeSymbol type) => type.SpecialType is SpecialType.System_Int64 or SpecialType.System_UInt64;

    private static Value Compare(BinaryOperatorKind kind, Value left, Value right, ITypeSymbol? type)
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
            return holds ? Value.True : Value.False;
        }

        return left.Name is { } l && right.Name is { } r ? Value.Of(new Term.Binary(kind, l, r)) : Value.Unknown;
    }

    private static Value Shift(BinaryOperatorKind kind, Value left, Value right, ITypeSymbol? type)
    {
        if (!right.IsConstant || SizeOf(type) is not var (size, signed))
            return Value.Unknown;

        // C# masks the count by the size of the left operand: an int shifted by 32 is unchanged.
        var count = (int)(right.Bits.Value & (size == 64 ? 63 : 31));
        if (count == 0)
            return left;
        if (kind == BinaryOperatorKind.LeftShift)
            return Narrow(new(left.Bits.ShiftLeft(count)), type);

        var high = count == 32 && size == 64 && left.Term is { } whole ? new Term.High(whole) : null;
        var source = kind == BinaryOperatorKind.UnsignedRightShift ? left.Bits.Cast(size, signed: false) : left.Bits;
        var bits = source.ShiftRight(count, arithmetic: signed && kind == BinaryOperatorKind.RightShift);
        return Narrow(new(bits, bits.IsConstant ? null : high), type);
    }

    private static Term? Masked(Value value, Value mask) =>
        mask.IsConstant && mask.Bits.Value == uint.MaxValue && value.Term is { } term
            ? term is Term.High or Term.Low ? term : new Term.Low(term)
            : null;

    private static bool Disjoint(Bits left, Bits right) => (left.Off | right.Off) == ulong.MaxValue;

    private static Value Narrow(Value value, ITypeSymbol? type) =>
        SizeOf(type) is var (size, signed) ? value with { Bits = value.Bits.Cast(size, signed) } : value;

    private static bool IsFile(Term term) => term.File is Term.OpenedFile || term is Term.Over;

    private static (int Size, bool Signed)? SizeOf(ITypeSymbol? type) => type switch
    {
        INamedTypeSymbol { TypeKind: TypeKind.Enum, EnumUnderlyingType: { } underlying } => SizeOf(underlying),
        INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable => SizeOf(nullable.TypeArguments[0]),
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
