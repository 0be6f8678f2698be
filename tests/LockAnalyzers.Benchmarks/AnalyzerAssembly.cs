using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace LockAnalyzers.Benchmarks;

/// <summary>
/// An analyzer's assembly, loaded with its neighbours into a context of its own, so that another build of LockAnalyzers.dll can be loaded
/// than the one that this project references.
/// </summary>
internal sealed class AnalyzerAssembly(string path) : AssemblyLoadContext(path), IAnalyzerAssemblyLoader
{
    public string Path { get; } = path;

    /// <summary>New instances, which know nothing of any compilation yet.</summary>
    public ImmutableArray<DiagnosticAnalyzer> CreateAnalyzers() => Open().GetAnalyzers(LanguageNames.CSharp);

    /// <summary>New instances of those analyzers that can report <paramref name="id"/>.</summary>
    public ImmutableArray<DiagnosticAnalyzer> CreateAnalyzers(string id) =>
        [.. CreateAnalyzers().Where(analyzer => analyzer.SupportedDiagnostics.Any(descriptor => descriptor.Id == id))];

    public ImmutableArray<ISourceGenerator> CreateGenerators() => Open().GetGenerators(LanguageNames.CSharp);

    public Assembly LoadFromPath(string fullPath) => LoadFromAssemblyPath(fullPath);

    public void AddDependencyLocation(string fullPath)
    {
        // Dependencies are looked for beside the assembly, so nobody has to announce them.
    }

    protected override Assembly? Load(AssemblyName name)
    {
        // The compiler's types must be this process's own, or the analyzers would be no DiagnosticAnalyzers here.
        if (name.Name is "Microsoft.CodeAnalysis" or "Microsoft.CodeAnalysis.CSharp")
            return null;

        var neighbour = System.IO.Path.Combine(System.IO.Path.GetDirectoryName(Path)!, $"{name.Name}.dll");
        return File.Exists(neighbour) ? LoadFromAssemblyPath(neighbour) : null;
    }

    private AnalyzerFileReference Open()
    {
        // A reference keeps the instances that it has made, so each call opens a new one.
        var reference = new AnalyzerFileReference(Path, this);
        reference.AnalyzerLoadFailed += (_, failure) =>
            throw new InvalidOperationException($"{Path}: {failure.Message}", failure.Exception);
        return reference;
    }
}
