using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Microsoft.CodeAnalysis;

namespace LockAnalyzers.Recognition;

/// <summary>
/// The memory that native code gets to see of a structure or class that the project declares: computed from its fields, their types,
/// <c>StructLayout</c> with its pack and size, <c>FieldOffset</c> and <c>MarshalAs</c>, as the marshaller computes it.
/// </summary>
internal sealed record DeclaredLayout(int Size, int Alignment, ImmutableArray<DeclaredField> Fields)
{
    /// <summary>The pack of a structure that names none.</summary>
    private const int DefaultPack = 8;

    /// <summary>Structures in structures, deeper than code nests them.</summary>
    private const int MaxDepth = 8;

    private static readonly DeclaredLayout Unknown = new(-1, 1, ImmutableArray<DeclaredField>.Empty);

    /// <summary>
    /// The layout of a type, on a system with pointers of that size; null where the marshaller has none for it, or where the type is
    /// compiled already: what a reference assembly tells of its fields is not what they are.
    /// </summary>
    public static DeclaredLayout? Of(ITypeSymbol type, int pointerSize) =>
        type is INamedTypeSymbol { IsGenericType: false } named && HasLayout(named) && Of(named, pointerSize, 0) is { Size: > 0 } layout
            ? layout
            : null;

    /// <summary>True for a type that the project declares with a layout: a structure, or a class that asks for one.</summary>
    public static bool HasLayout(INamedTypeSymbol type) =>
        IsDeclaredHere(type) && type.TypeKind is TypeKind.Struct or TypeKind.Class && KindOf(type) != LayoutKind.Auto;

    /// <summary>True for a type that is source code of this compilation.</summary>
    public static bool IsDeclaredHere(ITypeSymbol type) => type.DeclaringSyntaxReferences.Length > 0;

    /// <summary>The bytes that a type takes as a parameter or field; -1 where that is not known.</summary>
    public static int SizeOf(ITypeSymbol type, int pointerSize) => Of(type, ImmutableArray<AttributeData>.Empty, pointerSize, 0).Size;

    private static DeclaredLayout Of(INamedTypeSymbol type, int pointerSize, int depth)
    {
        if (type is { TypeKind: TypeKind.Class, BaseType.SpecialType: not SpecialType.System_Object })
            return Unknown;

        var layout = Attribute(type, "StructLayoutAttribute");
        var isExplicit = KindOf(type) == LayoutKind.Explicit;
        var pack = Named(layout, "Pack") is > 0 and var given ? given : DefaultPack;
        var fields = ImmutableArray.CreateBuilder<DeclaredField>();
        var (end, alignment) = (0, 1);
        foreach (var field in type.GetMembers().OfType<IFieldSymbol>().Where(f => !f.IsStatic && !f.IsConst))
        {
            var own = field.IsFixedSizeBuffer
                ? FixedBuffer(field, pointerSize)
                : Of(field.Type, field.GetAttributes(), pointerSize, depth + 1);
            if (own.Size < 0)
                return Unknown;

            var aligned = Math.Min(own.Alignment, pack);
            var place = isExplicit ? Offset(field) : Align(end, aligned);
            if (place < 0)
                return Unknown;

            alignment = Math.Max(alignment, aligned);
            end = Math.Max(end, place + own.Size);
            if (own.Fields.IsEmpty)
                fields.Add(new(field, place, own.Size));
            else
                fields.AddRange(own.Fields.Select(inner => inner with { Offset = place + inner.Offset }));
        }

        var size = Math.Max(Align(Math.Max(end, 1), alignment), Named(layout, "Size") ?? 0);
        return Named(Attribute(type, "InlineArrayAttribute"), 0) is { } length
            ? new(size * length, alignment, ImmutableArray<DeclaredField>.Empty)
            : new(size, alignment, fields.ToImmutable());
    }

    private static DeclaredLayout Of(ITypeSymbol type, ImmutableArray<AttributeData> attributes, int pointerSize, int depth)
    {
        var marshalled = attributes.FirstOrDefault(a => a.AttributeClass?.Name == "MarshalAsAttribute");
        if (marshalled is not null)
            return Marshalled(type, marshalled, pointerSize, depth);

        if (type is INamedTypeSymbol { TypeKind: TypeKind.Enum, EnumUnderlyingType: { } underlying })
            type = underlying;

        return type switch
        {
            { SpecialType: SpecialType.System_Byte or SpecialType.System_SByte } => Plain(1),
            { SpecialType: SpecialType.System_Int16 or SpecialType.System_UInt16 } => Plain(2),
            { SpecialType: SpecialType.System_Int32 or SpecialType.System_UInt32 or SpecialType.System_Single } => Plain(4),
            { SpecialType: SpecialType.System_Int64 or SpecialType.System_UInt64 or SpecialType.System_Double } => Plain(8),
            { SpecialType: SpecialType.System_Boolean } => Plain(4),
            { SpecialType: SpecialType.System_IntPtr or SpecialType.System_UIntPtr } => Plain(pointerSize),
            { TypeKind: TypeKind.Pointer or TypeKind.FunctionPointer or TypeKind.Delegate } => Plain(pointerSize),
            { SpecialType: not SpecialType.None } => Unknown,
            INamedTypeSymbol { TypeKind: TypeKind.Struct, IsGenericType: false } nested when depth < MaxDepth && HasLayout(nested) => Of(
                nested,
                pointerSize,
                depth
            ),
            { TypeKind: TypeKind.Class } when IsSafeHandle(type) => Plain(pointerSize),
            _ => Unknown,
        };
    }

    /// <summary>True for a handle that the marshaller keeps alive during the call.</summary>
    public static bool IsSafeHandle(ITypeSymbol type)
    {
        for (var t = type; t is not null; t = t.BaseType)
        {
            if (t is { Name: "SafeHandle" or "CriticalHandle", ContainingNamespace.Name: "InteropServices" })
                return true;
        }

        return false;
    }

    private static DeclaredLayout Marshalled(ITypeSymbol type, AttributeData attribute, int pointerSize, int depth) =>
        attribute.ConstructorArguments.FirstOrDefault().Value switch
        {
            (int)UnmanagedType.I1 or (int)UnmanagedType.U1 => Plain(1),
            (int)UnmanagedType.I2 or (int)UnmanagedType.U2 or (int)UnmanagedType.VariantBool => Plain(2),
            (int)UnmanagedType.I4 or (int)UnmanagedType.U4 or (int)UnmanagedType.Bool or (int)UnmanagedType.Error => Plain(4),
            (int)UnmanagedType.I8 or (int)UnmanagedType.U8 => Plain(8),
            (int)UnmanagedType.SysInt or (int)UnmanagedType.SysUInt or (int)UnmanagedType.LPStruct => Plain(pointerSize),
            (int)UnmanagedType.Struct => Of(type, ImmutableArray<AttributeData>.Empty, pointerSize, depth),
            (int)UnmanagedType.ByValArray
                when type is IArrayTypeSymbol { ElementType: { } element }
                    && Named(attribute, "SizeConst") is { } length
                    && Of(element, ImmutableArray<AttributeData>.Empty, pointerSize, depth + 1) is { Size: > 0 } one => new(
                one.Size * length,
                one.Alignment,
                ImmutableArray<DeclaredField>.Empty
            ),
            _ => Unknown,
        };

    private static DeclaredLayout FixedBuffer(IFieldSymbol field, int pointerSize) =>
        field.Type is IPointerTypeSymbol { PointedAtType: { } element }
        && Of(element, ImmutableArray<AttributeData>.Empty, pointerSize, 1) is { Size: > 0 } one
            ? new(one.Size * field.FixedSize, one.Alignment, ImmutableArray<DeclaredField>.Empty)
            : Unknown;

    private static DeclaredLayout Plain(int size) => new(size, size, ImmutableArray<DeclaredField>.Empty);

    private static LayoutKind KindOf(INamedTypeSymbol type) =>
        Attribute(type, "StructLayoutAttribute")?.ConstructorArguments.FirstOrDefault().Value switch
        {
            int kind => (LayoutKind)kind,
            short kind => (LayoutKind)kind,
            _ => type.TypeKind == TypeKind.Struct ? LayoutKind.Sequential : LayoutKind.Auto,
        };

    private static int Offset(IFieldSymbol field) =>
        Named(field.GetAttributes().FirstOrDefault(a => a.AttributeClass?.Name == "FieldOffsetAttribute"), 0) ?? -1;

    private static AttributeData? Attribute(ISymbol symbol, string name) =>
        symbol.GetAttributes().FirstOrDefault(a => a.AttributeClass?.Name == name);

    private static int? Named(AttributeData? attribute, string name) =>
        attribute?.NamedArguments.FirstOrDefault(a => a.Key == name).Value.Value as int?;

    private static int? Named(AttributeData? attribute, int position) =>
        attribute?.ConstructorArguments.Length > position ? attribute.ConstructorArguments[position].Value as int? : null;

    private static int Align(int offset, int alignment) => (offset + alignment - 1) / alignment * alignment;
}
