using LockAnalyzers.Recognition;
using LockAnalyzers.Recognition.Apis;
using LockAnalyzers.Recognition.Naming;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LockAnalyzers.Judgement;

/// <summary>Compares the declaration of a lock function with the rows of the table.</summary>
internal sealed class SignatureComparison(NativeDeclaration declaration, int pointerSize)
{
    private readonly IMethodSymbol _method = declaration.Method;

    public IEnumerable<DeclarationMismatch> Mismatches()
    {
        if (WrongName() is { } wrong)
            return [wrong];

        var rows = declaration.Rows.ToList();
        if (rows.Count == 0 || _method.IsVararg)
            return [];

        var native = rows[0];
        if (_method.Parameters.Length != native.Parameters.Length)
            return native.IsVariadic ? Variadic(rows) : [Count(native)];

        return native
            .Parameters.SelectMany((parameter, i) => Parameter(rows, parameter, i))
            .GroupBy(m => m.Kind == MismatchKind.ParameterOrder ? -1 : m.Parameter)
            .Select(same => same.First())
            .Concat(Result(native) is { } result ? [result] : []);
    }

    /// <summary>A name that no library has, or a library that has no such name.</summary>
    private DeclarationMismatch? WrongName()
    {
        if (declaration is not { Library: { } library, Syntax: MethodDeclarationSyntax })
            return null;

        var place = declaration.EntryPointArgument?.Expression.GetLocation() ?? declaration.Place;
        var platform = NativeLibraries.PlatformOf(library);
        var row = NativeSignature.Of(declaration.EntryPoint).FirstOrDefault();
        if (row is null)
        {
            var meant = NativeSignature.All.FirstOrDefault(r =>
                r.Platform == platform && string.Equals(r.Name, declaration.EntryPoint, StringComparison.OrdinalIgnoreCase)
            );
            return meant is null ? null : Wrong(MismatchKind.EntryPoint, meant, place);
        }

        if (platform is null ? NativeLibraries.HasNoLocks(library) : platform != row.Platform)
            return Wrong(MismatchKind.Library, row, place) with { NativeName = library };

        // Of LockFileEx and UnlockFileEx, one declaration is copied from the other, its entry point included.
        var named = NativeSignature.Of(_method.Name).FirstOrDefault(r => r.Platform == row.Platform);
        return named is not null && named.Name != row.Name && named.Structure == row.Structure
            ? Wrong(MismatchKind.EntryPoint, named, place)
            : null;

        DeclarationMismatch Wrong(MismatchKind kind, NativeSignature native, Location at) =>
            At(kind, native, at) with
            {
                Name = declaration.EntryPoint,
                NativeName = native.Name,
            };
    }

    private DeclarationMismatch Count(NativeSignature native)
    {
        var reserved = native.Parameters.Select(p => p.Role).ToList().IndexOf(ArgumentRole.Reserved);
        var lacksReserved =
            reserved >= 0
            && _method.Parameters.Length == native.Parameters.Length - 1
            && !_method.Parameters.Any(p => IdentifierWords.MentionsReserved(p.Name))
            && native.Parameters.RemoveAt(reserved).Zip(_method.Parameters, (n, p) => MayBe(n.Type, p)).All(fits => fits);
        return At(lacksReserved ? MismatchKind.ReservedMissing : MismatchKind.ParameterCount, native, declaration.Place) with
        {
            Parameter = reserved,
            Declared = _method.Parameters.Length,
            Expected = native.Parameters.Length,
        };
    }

    /// <summary>
    /// fcntl takes two arguments or three, and nine where a declaration is for Apple's arm64. With any other number, a lock record is
    /// where no system looks for it.
    /// </summary>
    private IEnumerable<DeclarationMismatch> Variadic(List<NativeSignature> rows)
    {
        var last = _method.Parameters.Length - 1;
        if (last < 2 || Pointee(_method.Parameters[last]) is not { } structure || !LayoutComparison.IsFlock(structure))
            return [];

        return last == rows[0].Parameters.Length - 1 + NativeSignature.PaddingOnAppleArm64
            ? Pointer(rows, last)
            : [Count(rows[0]) with { Kind = MismatchKind.ParameterCount }];
    }

    private IEnumerable<DeclarationMismatch> Parameter(List<NativeSignature> rows, NativeParameter native, int i)
    {
        var parameter = _method.Parameters[i];
        if (native.Type is NativeType.Pointer)
            return Pointer(rows, i);
        if (native.Type is NativeType.Variable)
            return IsLockRecord(parameter) ? Pointer(rows, i) : [];
        if (parameter.RefKind != RefKind.None)
            return [OfParameter(MismatchKind.ByReference, rows[0], i)];
        if (native.Type is NativeType.File or NativeType.Descriptor && IsOtherClass(parameter.Type))
            return [OfParameter(MismatchKind.NoLayout, rows[0], i)];
        if (IsNamedAfterAnother(native, i))
            return [OfParameter(MismatchKind.ParameterOrder, rows[0], i)];
        if (MayBe(native.Type, parameter))
            return [];

        return
        [
            OfParameter(MismatchKind.ParameterWidth, rows[0], i) with
            {
                Declared = Width(parameter),
                Expected = NativeStruct.SizeOf(native.Type, pointerSize),
            },
        ];
    }

    private static bool IsLockRecord(IParameterSymbol parameter) =>
        (Pointee(parameter) ?? parameter.Type) is INamedTypeSymbol structure && LayoutComparison.IsFlock(structure);

    private IEnumerable<DeclarationMismatch> Pointer(List<NativeSignature> rows, int i)
    {
        var parameter = _method.Parameters[i];
        if (parameter.GetAttributes().Any(a => a.AttributeClass?.Name is "MarshalAsAttribute" or "MarshalUsingAttribute"))
            return [];
        if (Pointee(parameter) is { } pointee)
            return pointee is INamedTypeSymbol { TypeKind: TypeKind.Class }
                ? [OfParameter(MismatchKind.NoLayout, rows[0], i)]
                : Layout(rows, pointee, i);

        return parameter.Type switch
        {
            { SpecialType: SpecialType.System_IntPtr or SpecialType.System_UIntPtr } => [],
            INamedTypeSymbol { TypeKind: TypeKind.Class } type when DeclaredLayout.HasLayout(type) => Layout(rows, type, i),
            INamedTypeSymbol { TypeKind: TypeKind.Class, SpecialType: SpecialType.None } type
                when IsOverlappedClass(type) || (DeclaredLayout.IsDeclaredHere(type) && !DeclaredLayout.IsSafeHandle(type)) =>
            [
                OfParameter(MismatchKind.NoLayout, rows[0], i),
            ],
            INamedTypeSymbol { TypeKind: TypeKind.Struct, IsGenericType: false } type
                when IsNativeOverlapped(type) || IsWiderThanPointer(type) => [OfParameter(MismatchKind.ByValue, rows[0], i)],
            _ when Width(parameter) is > 0 and var width && width < pointerSize =>
            [
                OfParameter(MismatchKind.ParameterWidth, rows[0], i) with
                {
                    Declared = width,
                    Expected = pointerSize,
                },
            ],
            _ => [],
        };
    }

    /// <summary>The structure that a declared pointer or reference leads to.</summary>
    private static ITypeSymbol? Pointee(IParameterSymbol parameter) =>
        parameter.RefKind != RefKind.None ? parameter.Type : (parameter.Type as IPointerTypeSymbol)?.PointedAtType;

    private IEnumerable<DeclarationMismatch> Layout(List<NativeSignature> rows, ITypeSymbol type, int i)
    {
        var size = IsFor32Bit(type) ? 4 : pointerSize;
        if (DeclaredLayout.Of(type, size) is not { } layout || layout.Fields.IsEmpty)
            return [];

        var candidates = rows.Where(r => r.Structure is not null).ToList();
        if (candidates.Count == 0 || candidates.Exists(row => LayoutComparison.Compare(layout, row.Structure!, size) is null))
            return [];

        // The system that the order of the fields was taken from.
        var native = candidates.Find(row => row.Structure!.Fields[0].IsCalled(layout.Fields[0].Name)) ?? candidates[0];
        if (LayoutComparison.Compare(layout, native.Structure!, size) is not { } difference)
            return [];

        var place = type.DeclaringSyntaxReferences.FirstOrDefault(r => r.SyntaxTree == declaration.Syntax.SyntaxTree)?.GetSyntax();
        return
        [
            At(
                difference.Kind,
                native,
                place is BaseTypeDeclarationSyntax structure ? structure.Identifier.GetLocation() : declaration.TypeOf(i).GetLocation()
            ) with
            {
                Parameter = i,
                Name = difference.Field?.Name ?? "",
                NativeName = difference.Native?.Name ?? "",
                Declared = difference.Declared,
                Expected = difference.Expected,
                PointerSize = size,
                Structure = type,
            },
        ];
    }

    /// <summary>A structure beside others, for the processes of 32 bits.</summary>
    private bool IsFor32Bit(ITypeSymbol type) =>
        type.Name.Contains("32") || (_method.Name.Contains("32") && !declaration.EntryPoint.Contains("32"));

    private DeclarationMismatch? Result(NativeSignature native)
    {
        var width = _method.ReturnType.SpecialType == SpecialType.System_Void ? 4 : DeclaredLayout.SizeOf(_method.ReturnType, pointerSize);
        return width == 8
            ? At(MismatchKind.ResultWidth, native, declaration.ResultType.GetLocation()) with
            {
                Declared = width,
                Expected = 4,
            }
            : null;
    }

    /// <summary>
    /// Flags that are called an offset, and halves that are called by each other's name: the callers go by these names.
    /// </summary>
    private bool IsNamedAfterAnother(NativeParameter native, int i)
    {
        var name = _method.Parameters[i].Name;
        return native.Role switch
        {
            ArgumentRole.Flags or ArgumentRole.Reserved => IdentifierWords.Has(name, "offset"),
            ArgumentRole.OffsetLow or ArgumentRole.LengthLow => IdentifierWords.Has(name, "high")
                && IdentifierWords.Has(_method.Parameters[i + 1].Name, "low"),
            _ => false,
        };
    }

    private bool MayBe(NativeType native, IParameterSymbol parameter) =>
        native switch
        {
            NativeType.Int32 => IsWord(parameter),
            NativeType.FileOffset => Width(parameter) is var width && (width < 0 || width == pointerSize || width == 8),
            NativeType.File => parameter.RefKind == RefKind.None && !IsOtherClass(parameter.Type),
            NativeType.Descriptor => parameter.RefKind == RefKind.None && !IsOtherClass(parameter.Type) && !IsWiderThanAnyInt(parameter),
            NativeType.Pointer => parameter.RefKind != RefKind.None || Width(parameter) is var width && (width < 0 || width >= pointerSize),
            _ => true,
        };

    /// <summary>An integer as wide as a pointer is passed in the same register or slot as one of 32 bits.</summary>
    private bool IsWord(IParameterSymbol parameter) =>
        parameter.Type.SpecialType is SpecialType.System_IntPtr or SpecialType.System_UIntPtr
        || parameter.Type.TypeKind is TypeKind.Pointer or TypeKind.TypeParameter
        || Width(parameter) is < 0 or 1 or 2 or 4;

    /// <summary>
    /// True for 8 bytes whatever the system: a processor of 32 bits looks for the next argument where the second half of them is.
    /// </summary>
    private static bool IsWiderThanAnyInt(IParameterSymbol parameter) => Width(parameter, pointerSize: 4) > 4;

    private static bool IsOtherClass(ITypeSymbol type) =>
        type is INamedTypeSymbol { TypeKind: TypeKind.Class, SpecialType: SpecialType.None } && !DeclaredLayout.IsSafeHandle(type);

    private int Width(IParameterSymbol parameter) => Width(parameter, pointerSize);

    private static int Width(IParameterSymbol parameter, int pointerSize) =>
        parameter.GetAttributes().Any(a => a.AttributeClass?.Name == "MarshalAsAttribute")
            ? -1
            : DeclaredLayout.SizeOf(parameter.Type, pointerSize);

    private bool IsWiderThanPointer(ITypeSymbol type) => DeclaredLayout.Of(type, pointerSize) is { } layout && layout.Size > pointerSize;

    private static bool IsNativeOverlapped(ITypeSymbol type) =>
        type is { Name: "NativeOverlapped", ContainingNamespace: { Name: "Threading", ContainingNamespace.Name: "System" } };

    private static bool IsOverlappedClass(ITypeSymbol type) =>
        type is { Name: "Overlapped", ContainingNamespace: { Name: "Threading", ContainingNamespace.Name: "System" } };

    private DeclarationMismatch OfParameter(MismatchKind kind, NativeSignature native, int i)
    {
        var row = native.Parameters[Math.Min(i, native.Parameters.Length - 1)];
        return At(kind, native, declaration.TypeOf(i).GetLocation()) with
        {
            Parameter = i,
            Name = _method.Parameters[i].Name is { Length: > 0 } name ? name : row.Name,
            NativeName = row.Name,
            Structure = _method.Parameters[i].Type,
        };
    }

    private DeclarationMismatch At(MismatchKind kind, NativeSignature native, Location place) =>
        new(kind, declaration, native, place) { PointerSize = pointerSize };
}
