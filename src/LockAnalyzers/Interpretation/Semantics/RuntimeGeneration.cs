using Microsoft.CodeAnalysis;

namespace LockAnalyzers.Interpretation.Semantics;

/// <summary>Which generation of .NET a compilation is for, by the library that declares <c>object</c>.</summary>
internal static class RuntimeGeneration
{
    /// <summary>True for .NET 6 and before, .NET Standard included; .NET Framework has no other system to run on.</summary>
    public static bool IsBefore7(Compilation compilation) =>
        compilation.ObjectType.ContainingAssembly?.Identity switch
        {
            { Name: "netstandard" } => true,
            { Name: "System.Runtime" or "System.Private.CoreLib", Version.Major: < 7 and > 0 } => true,
            _ => false,
        };
}
