using LockAnalyzers.Recognition.Naming;
using LockAnalyzers.Recognition.Syntax;
using Microsoft.CodeAnalysis;

namespace LockAnalyzers.Interpretation.Semantics;

/// <summary>Where code says that only Windows runs it: a fault of other systems is none there.</summary>
internal static class WindowsOnly
{
    private const string Windows = "windows";

    public static bool Runs(SyntaxNode node, SemanticModel model, CancellationToken cancellation)
    {
        if (IsNetFramework(model.Compilation) || PlatformGuards.AreForWindows(node))
            return true;

        for (
            var symbol = model.GetEnclosingSymbol(node.SpanStart, cancellation);
            symbol is not (null or INamespaceSymbol);
            symbol = symbol.ContainingSymbol
        )
        {
            if (SupportsOnlyWindows(symbol) || (symbol is INamedTypeSymbol && IdentifierWords.MentionsWindows(symbol.Name)))
                return true;
        }

        return SupportsOnlyWindows(model.Compilation.Assembly);
    }

    private static bool SupportsOnlyWindows(ISymbol symbol)
    {
        var supported = symbol
            .GetAttributes()
            .Where(a => a.AttributeClass?.Name == "SupportedOSPlatformAttribute")
            .Select(a => a.ConstructorArguments.FirstOrDefault())
            .Select(platform => platform.Kind == TypedConstantKind.Primitive ? platform.Value as string : null)
            .ToList();
        return supported.Count > 0 && supported.TrueForAll(name => name?.StartsWith(Windows, StringComparison.OrdinalIgnoreCase) == true);
    }

    /// <summary>.NET Framework, unless the code is for Mono, which runs it elsewhere.</summary>
    private static bool IsNetFramework(Compilation compilation) =>
        compilation.ObjectType.ContainingAssembly is { Name: "mscorlib" }
        && !compilation.ReferencedAssemblyNames.Any(a => a.Name.StartsWith("Mono.", StringComparison.Ordinal));
}
