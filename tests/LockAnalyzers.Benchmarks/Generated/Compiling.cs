using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace LockAnalyzers.Benchmarks.Generated;

/// <summary>Turns generated files into compilations that hold nothing bound yet.</summary>
internal static class Compiling
{
    private static readonly MetadataReference[] References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(static path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal))
            .Select(static path => MetadataReference.CreateFromFile(path)),
    ];

    public static SyntaxTree[] Parse(IReadOnlyList<string> files) =>
        [.. files.Select(static (text, index) => CSharpSyntaxTree.ParseText(text, path: $"File{index}.cs"))];

    /// <summary>A compilation that shares no bound symbol with any other of the same trees.</summary>
    public static CSharpCompilation Compile(SyntaxTree[] trees) =>
        CSharpCompilation.Create(
            "Generated",
            trees,
            References,
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary,
                nullableContextOptions: NullableContextOptions.Enable,
                concurrentBuild: false
            )
        );

    /// <summary>What is measured must be code that compiles; half-bound code is cheaper.</summary>
    public static void EnsureValid(Compilation compilation)
    {
        if (compilation.GetDiagnostics().FirstOrDefault(static d => d.Severity == DiagnosticSeverity.Error) is { } error)
            throw new InvalidOperationException($"The generated code does not compile: {error}");
    }

    /// <summary>The basic blocks of the longest method.</summary>
    public static int BlocksOfLongest(Compilation compilation) =>
        compilation
            .SyntaxTrees.SelectMany(static tree => tree.GetRoot().DescendantNodes().OfType<MethodDeclarationSyntax>())
            .Where(static method => method.Body is not null)
            .MaxBy(static method => method.Span.Length)
            is { } longest
            ? ControlFlowGraph.Create(longest, compilation.GetSemanticModel(longest.SyntaxTree))!.Blocks.Length
            : 0;
}
