using Microsoft.CodeAnalysis;

namespace LockAnalyzers.Recognition.Apis;

/// <summary>
/// The native function that a method stands for, declared by <c>DllImport</c> or <c>LibraryImport</c>, or shown by Mono.Posix under its
/// name.
/// </summary>
internal sealed record NativeImport(string Library, string EntryPoint)
{
    /// <summary>Mono.Posix has a function of its own for each of libc's, and puts this before the name.</summary>
    private const string MonoPrefix = "Mono_Posix_Syscall_";

    private const string MonoLibrary = "MonoPosixHelper";

    /// <summary>Mono's own library stands between, which knows the numbers and structures of each system.</summary>
    public bool IsOfMono => Library == MonoLibrary;

    public static NativeImport? Of(IMethodSymbol method)
    {
        if (!method.IsStatic)
            return null;
        if (IsMonoSyscall(method.ContainingType))
            return new(MonoLibrary, method.Name);
        if (method.GetDllImportData() is { ModuleName: { } module } import)
            return new(module, WithoutMonoPrefix(import.EntryPointName ?? method.Name));

        if (!method.IsPartialDefinition && method.PartialDefinitionPart is null)
            return null;

        foreach (var attribute in method.GetAttributes())
        {
            if (
                attribute
                    is {
                        AttributeClass: { Name: "LibraryImportAttribute", ContainingNamespace.Name: "InteropServices" },
                        ConstructorArguments: { Length: 1 } arguments
                    }
                && arguments[0].Value is string library
            )
                return new(
                    library,
                    attribute.NamedArguments.FirstOrDefault(a => a.Key == "EntryPoint").Value.Value as string ?? method.Name
                );
        }

        return null;
    }

    private static bool IsMonoSyscall(INamedTypeSymbol? type) =>
        type
            is {
                Name: "Syscall",
                ContainingNamespace: { Name: "Native", ContainingNamespace: { Name: "Unix", ContainingNamespace.Name: "Mono" } }
            };

    private static string WithoutMonoPrefix(string entryPoint) =>
        entryPoint.StartsWith(MonoPrefix, StringComparison.Ordinal) ? entryPoint.Substring(MonoPrefix.Length) : entryPoint;
}
