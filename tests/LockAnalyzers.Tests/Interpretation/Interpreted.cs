using LockAnalyzers.Interpretation;
using LockAnalyzers.Interpretation.Semantics;
using LockAnalyzers.Recognition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LockAnalyzers.Tests.Interpretation;

/// <summary>Code handed to the engine without the analyzer around it.</summary>
internal static class Interpreted
{
    public static LockCompilation Locks(CSharpCompilation compilation) =>
        new(compilation, [.. compilation.SyntaxTrees.Select(tree => new TreeFacts(tree))], DeclaredWrappers.None, new ScopeMemory());

    public static CSharpCompilation Compilation(params IEnumerable<string> sources) =>
        CSharpCompilation.Create(
            "interpreted",
            sources.Select((source, i) => CSharpSyntaxTree.ParseText(source, path: $"File{i}.cs")),
            s_references,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true)
        );

    private static readonly MetadataReference[] s_references =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];
}
