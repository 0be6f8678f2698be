using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Testing;

namespace LockAnalyzers.Tests;

/// <summary>
/// Code that is compiled and judged many times over, by whoever compares what is said of two versions of it. All share their references,
/// those of <see cref="CodeFiles"/>.
/// </summary>
internal static partial class JudgedCode
{
    private static readonly Lazy<Task<ImmutableArray<MetadataReference>>> s_references = new(ReferencesAsync);

    public static CSharpParseOptions ParseOptions { get; } = new(LanguageVersion.Default);

    /// <summary>
    /// The offer to move to the runtime is off: it is no fault, and it would be made for most locks that are written out.
    /// </summary>
    public static CSharpCompilationOptions Options { get; } =
        new(
            OutputKind.DynamicallyLinkedLibrary,
            allowUnsafe: true,
            specificDiagnosticOptions: [new("LOCK6001", ReportDiagnostic.Suppress)]
        );

    public static Task<ImmutableArray<MetadataReference>> References => s_references.Value;

    /// <summary>The files of a case, without their marks.</summary>
    public static ImmutableArray<string> Read(string @case) => [.. CodeFiles.Read(@case).Select(WithoutMarks)];

    private static string WithoutMarks(string code) => Mark().Replace(code, "$1") is var bare && bare != code ? WithoutMarks(bare) : code;

    public static SyntaxTree Parse(string code, string path = "") => CSharpSyntaxTree.ParseText(code, ParseOptions, path);

    public static async Task<CSharpCompilation> CompileAsync(IEnumerable<SyntaxTree> trees) => (await s_empty.Value).AddSyntaxTrees(trees);

    public static IEnumerable<Diagnostic> ErrorsIn(Compilation compilation) =>
        compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);

    /// <summary>What our rules say, in the order of the source; hidden diagnostics are not said to anybody.</summary>
    public static async Task<ImmutableArray<Diagnostic>> JudgeAsync(Compilation compilation)
    {
        var options = new CompilationWithAnalyzersOptions(new AnalyzerOptions([]), null, true, logAnalyzerExecutionTime: false);
        var found = await compilation.WithAnalyzers([new LockUsageAnalyzer()], options).GetAnalyzerDiagnosticsAsync();
        return
        [
            .. found
                .Where(diagnostic => diagnostic.Severity != DiagnosticSeverity.Hidden)
                .OrderBy(diagnostic => diagnostic.Location.SourceTree?.FilePath, StringComparer.Ordinal)
                .ThenBy(diagnostic => diagnostic.Location.SourceSpan)
                .ThenBy(diagnostic => diagnostic.Id, StringComparer.Ordinal),
        ];
    }

    private static readonly Lazy<Task<CSharpCompilation>> s_empty = new(async () =>
        CSharpCompilation.Create("Judged", [], await References, Options)
    );

    private static async Task<ImmutableArray<MetadataReference>> ReferencesAsync() =>
        [
            .. await ReferenceAssemblies.Net.Net80.ResolveAsync(LanguageNames.CSharp, CancellationToken.None),
            MetadataReference.CreateFromFile(TestReferences.MonoPosix),
            MetadataReference.CreateFromFile(TestReferences.FileLockRuntime),
        ];

    [GeneratedRegex(@"\{\|LOCK\d+:(.*?)\|\}", RegexOptions.Singleline)]
    private static partial Regex Mark();
}
