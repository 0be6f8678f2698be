using System.Collections.Immutable;
using LockAnalyzers.Judgement;
using LockAnalyzers.Recognition;
using LockAnalyzers.Recognition.Apis;
using Microsoft.CodeAnalysis;

namespace LockAnalyzers.Rules.Declaration;

/// <summary>LOCK5001: a declaration that does not match the native lock function.</summary>
internal sealed class WrongNativeDeclaration() : Rule(Described)
{
    public const string Id = "LOCK5001";

    private static readonly DiagnosticDescriptor Described = Describe(
        Id,
        "Declaration does not match the native function",
        "{0}; {1}",
        Category.Declaration,
        DiagnosticSeverity.Warning,
        "A native function takes its arguments from where its own declaration says. What another declaration puts elsewhere, it reads as something else."
    );

    public override IEnumerable<Diagnostic> JudgeFile(SyntaxTree file, RuleContext context) =>
        from mismatch in context.DeclarationMismatchesIn(file)
        orderby mismatch.Place.SourceSpan.Start
        let told = Tell(mismatch)
        select Report(mismatch.Place, EditFor(mismatch), told.Fault, told.Remedy);

    private static (string Fault, string Remedy) Tell(DeclarationMismatch m)
    {
        var (name, function, bits) = (m.Declaration.Name, m.Native.Name, m.PointerSize * 8);
        return m.Kind switch
        {
            MismatchKind.EntryPoint => (
                NativeSignature.Of(m.Name).Any() ? $"'{name}' calls {m.Name}" : $"No library has a function '{m.Name}'",
                $"name the entry point {m.NativeName}"
            ),
            MismatchKind.Library => (
                $"'{m.NativeName}' has no function {function}",
                $"import it from {(m.Native.Platform == LockPlatform.Windows ? "kernel32" : "libc")}"
            ),
            MismatchKind.ParameterCount => (
                $"'{name}' has {m.Declared} parameters, but {function} takes {m.Expected}",
                $"declare {string.Join(", ", m.Native.Parameters.Select(p => p.Name))}"
            ),
            MismatchKind.ReservedMissing => (
                $"'{name}' lacks the reserved parameter of {function}, which takes every argument after it for another one",
                $"insert '{m.Native.Parameters[m.Parameter].Name}' as parameter {m.Parameter + 1}"
            ),
            MismatchKind.ParameterWidth => (
                $"'{m.Name}' is {m.Declared} bytes wide, but {m.NativeName} of {function} is {m.Expected}",
                $"declare it as {TypeFor(m.Native.Parameters[m.Parameter].Type)}"
            ),
            MismatchKind.ParameterOrder => (
                $"'{m.Name}' is in the place of {m.NativeName} of {function}",
                $"declare {string.Join(", ", m.Native.Parameters.Select(p => p.Name))}"
            ),
            MismatchKind.ByValue => (
                $"'{m.Name}' is passed by value, but {function} takes a pointer to {m.Native.Structure?.Name}",
                "pass it by 'ref'"
            ),
            MismatchKind.ByReference => ($"'{m.Name}' is passed by reference, but {function} takes the value", "remove the modifier"),
            MismatchKind.NoLayout => NoLayout(m),
            MismatchKind.FieldPlace => (
                $"'{m.Name}' is at byte {m.Declared} of '{m.Structure!.Name}' on {bits} bit, "
                    + $"but {function} has {m.NativeName} at byte {m.Expected}",
                RightStructure(m)
            ),
            MismatchKind.FieldWidth => (
                $"'{m.Name}' of '{m.Structure!.Name}' is {m.Declared} bytes wide on {bits} bit, but {m.NativeName} of {m.Native.Structure!.Name} is {m.Expected}",
                RightStructure(m)
            ),
            MismatchKind.StructSize => (
                $"'{m.Structure!.Name}' is {m.Declared} bytes on {bits} bit, but {function} uses {m.Expected}",
                RightStructure(m)
            ),
            _ => ($"The result of '{name}' is {m.Declared} bytes wide, but that of {function} is {m.Expected}", "declare it as int"),
        };
    }

    private static (string Fault, string Remedy) NoLayout(DeclarationMismatch m)
    {
        var type = m.Structure!;
        if (m.Native.Structure is not { } structure || m.Native.Parameters[m.Parameter].Type is NativeType.File or NativeType.Descriptor)
            return ($"'{type.Name}' is no handle that native code could use", "pass its SafeFileHandle");

        return (
            type is INamedTypeSymbol named && DeclaredLayout.HasLayout(named)
                ? $"A reference to the class '{type.Name}' points to a pointer, but {m.Native.Name} takes one to {structure.Name}"
                : $"'{type.Name}' is a class without a layout, but {m.Native.Name} takes a pointer to {structure.Name}",
            RightStructure(m)
        );
    }

    private static string RightStructure(DeclarationMismatch m) =>
        m.Native.Structure == NativeStruct.Overlapped
            ? "use System.Threading.NativeOverlapped"
            : $"declare {string.Join(", ", m.Native.Structure!.Fields.Select(f => $"{TypeFor(f.Type)} {f.Name}"))}";

    private static string TypeFor(NativeType type) =>
        type switch
        {
            NativeType.Int16 => "short",
            NativeType.Int32 or NativeType.Descriptor => "int",
            NativeType.FileOffset => "long",
            _ => "IntPtr",
        };

    private static DeclarationFixData EditFor(DeclarationMismatch m) =>
        m.Kind switch
        {
            MismatchKind.EntryPoint => new()
            {
                Edit = DeclarationEdit.ChangeEntryPoint,
                Declaration = m.Declaration.Place,
                Replacement = m.NativeName,
            },
            MismatchKind.ReservedMissing => new() { Edit = DeclarationEdit.InsertReserved, Parameter = m.Parameter },
            MismatchKind.ParameterWidth when m.Native.Parameters[m.Parameter].Type is NativeType.FileOffset or NativeType.Descriptor =>
                new()
                {
                    Edit = DeclarationEdit.ChangeType,
                    Replacement = TypeFor(m.Native.Parameters[m.Parameter].Type),
                    Parameter = m.Parameter,
                },
            MismatchKind.ByValue => new()
            {
                Edit = DeclarationEdit.PassByReference,
                Declaration = m.Declaration.Place,
                Parameter = m.Parameter,
            },
            MismatchKind.FieldPlace
            or MismatchKind.FieldWidth
            or MismatchKind.StructSize when m.Native.Structure == NativeStruct.Overlapped => new()
            {
                Edit = DeclarationEdit.UseNativeOverlapped,
                Story = ImmutableArray.Create(m.Declaration.Place),
            },
            MismatchKind.FieldPlace or MismatchKind.FieldWidth or MismatchKind.StructSize => new()
            {
                Story = ImmutableArray.Create(m.Declaration.Place),
            },
            _ => DeclarationFixData.None,
        };
}
