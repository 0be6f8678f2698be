using Microsoft.CodeAnalysis;

namespace LockAnalyzers.Recognition.Apis;

/// <summary>The native function that a method stands for, declared by <c>DllImport</c> or <c>LibraryImport</c>.</summary>
internal sealed record NativeImport(string Library, string EntryPoint)
{
    public static NativeImport? Of(IMethodSymbol method)
    {
        if (!method.IsStatic)
            return null;
        if (method.GetDllImportData() is { ModuleName: { } module } import)
            return new(module, import.EntryPointName ?? method.Name);

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
}
