using LockAnalyzers.Recognition;
using LockAnalyzers.Recognition.Apis;
using Microsoft.CodeAnalysis;

namespace LockAnalyzers.Judgement;

/// <summary>Compares the layout of a declared structure with that of the native one.</summary>
internal static class LayoutComparison
{
    /// <summary>True for a structure that is declared as a lock record, for whatever system.</summary>
    public static bool IsFlock(ITypeSymbol type) =>
        type.Name.IndexOf("flock", StringComparison.OrdinalIgnoreCase) >= 0
        || NativeStruct.IsFlock(
            type.GetMembers().OfType<IFieldSymbol>().Where(f => !f.IsStatic).Select(f => f.AssociatedSymbol?.Name ?? f.Name)
        );

    /// <summary>True for a structure that native code reads as the native one.</summary>
    public static bool Matches(ITypeSymbol type, NativeStruct native, int pointerSize) =>
        DeclaredLayout.Of(type, pointerSize) is { } layout && Compare(layout, native, pointerSize) is null;

    /// <summary>The first difference: a field elsewhere, a field of another width, or too few bytes.</summary>
    public static (MismatchKind Kind, DeclaredField? Field, NativeField? Native, int Declared, int Expected)? Compare(
        DeclaredLayout layout,
        NativeStruct native,
        int pointerSize
    )
    {
        // Of several fields that are elsewhere, the offset is the one whose loss the user sees.
        foreach (var field in native.Fields.OrderBy(f => f.Name == "Offset" ? 0 : 1))
        {
            if (Find(layout, native, field) is not { } declared)
                continue;

            var offset = native.OffsetOf(field, pointerSize);
            if (declared.Offset != offset)
                return (MismatchKind.FieldPlace, declared, field, declared.Offset, offset);
        }

        foreach (var field in native.Fields)
        {
            if (Find(layout, native, field) is not { } declared)
                continue;

            var size = NativeStruct.SizeOf(field.Type, pointerSize);
            if (declared.Size != size && !IsWholeOffset(native, field, declared))
                return (MismatchKind.FieldWidth, declared, field, declared.Size, size);
        }

        var needed = native.NeededSize(pointerSize);
        return layout.Size < needed ? (MismatchKind.StructSize, null, null, layout.Size, needed) : null;
    }

    /// <summary>
    /// The declared field of that name; where the names of a structure say nothing, the one with the same number among as many fields.
    /// </summary>
    private static DeclaredField? Find(DeclaredLayout layout, NativeStruct native, NativeField field) =>
        layout.Fields.FirstOrDefault(f => field.IsCalled(f.Name))
        ?? (
            layout.Fields.Length == native.Fields.Length && !layout.Fields.Any(f => native.Fields.Any(n => n.IsCalled(f.Name)))
                ? layout.Fields[native.Fields.IndexOf(field)]
                : null
        );

    /// <summary>One 64-bit field in the place of both halves of the offset.</summary>
    private static bool IsWholeOffset(NativeStruct native, NativeField field, DeclaredField declared) =>
        native == NativeStruct.Overlapped && field.Name == "Offset" && declared.Size == 8;
}
