using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace LockAnalyzers.Benchmarks.Folder;

/// <summary>The C# files of a folder and what they are compiled with.</summary>
internal sealed partial class SourceFolder
{
    public const string ImplicitUsingsFile = "ImplicitUsings.cs";

    private const string ImplicitUsings = """
        global using global::System;
        global using global::System.Collections.Generic;
        global using global::System.IO;
        global using global::System.Linq;
        global using global::System.Net.Http;
        global using global::System.Threading;
        global using global::System.Threading.Tasks;
        """;

    private readonly ImmutableArray<SyntaxTree> _trees;
    private readonly ImmutableArray<SyntaxTree> _usings;
    private readonly ImmutableArray<MetadataReference> _references;
    private readonly ImmutableArray<ISourceGenerator> _generators;
    private readonly CSharpParseOptions _parsing;
    private readonly CSharpCompilationOptions _compiling;
    private readonly bool _perFile;

    public SourceFolder(Options options)
    {
        Root = options.Folder!;
        var settings = ProjectSettings([.. options.Roots]);
        _perFile = options.PerFile;
        _parsing = new(LanguageVersion.Latest, preprocessorSymbols: [.. SdkSymbols(), .. options.Defines]);
        _compiling = new(
            OutputKind.DynamicallyLinkedLibrary,
            allowUnsafe: true,
            concurrentBuild: false,
            nullableContextOptions: NullableSetting().IsMatch(settings) ? NullableContextOptions.Enable : NullableContextOptions.Disable,
            // The SDK turns this rule off; it is measured for comparison.
            specificDiagnosticOptions: [new("CA2000", ReportDiagnostic.Warn)]
        );
        // A single file does not tell whether its project has implicit usings; one too many does no harm.
        _usings =
            _perFile || ImplicitUsingsSetting().IsMatch(settings)
                ? [CSharpSyntaxTree.ParseText(ImplicitUsings, _parsing, ImplicitUsingsFile)]
                : [];
        _trees =
        [
            .. SourceFiles(options).Select(path => CSharpSyntaxTree.ParseText(SourceText.From(File.ReadAllText(path)), _parsing, path)),
        ];
        _generators = [.. DotnetSdk.Generators.SelectMany(static path => new AnalyzerAssembly(path).CreateGenerators())];
        _references = FolderReferences.Of(options);
    }

    public string Root { get; }

    public int Files => _trees.Length;

    /// <summary>One compilation of all files, or one for each, made when it is asked for.</summary>
    public IEnumerable<CSharpCompilation> Compilations =>
        _perFile ? _trees.Select(static tree => (SyntaxTree[])[tree]).Select(Compile) : [Compile(_trees)];

    /// <summary>The first of the files only, in the order of their paths.</summary>
    public CSharpCompilation CompileFirst(int files) => Compile(_trees.Take(files));

    /// <summary>The path below the root, with forward slashes on every system.</summary>
    public string NameOf(SyntaxTree tree) => Path.GetRelativePath(Root, tree.FilePath).Replace('\\', '/');

    /// <summary>The size of the folder and the errors that it compiles with: half-bound code is cheaper.</summary>
    public string Describe(IEnumerable<Diagnostic> diagnostics)
    {
        var errors = diagnostics
            .Where(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
            .CountBy(static diagnostic => diagnostic.Id)
            .OrderByDescending(static id => id.Value)
            .ToArray();
        var lines = _trees.Sum(static tree => tree.GetText().Lines.Count);
        var counts = errors
            .Take(5)
            .Select(static id => $"{id.Key} {id.Value:N0}")
            .Prepend($"{errors.Sum(static id => id.Value):N0} compile errors");
        return $"{_trees.Length:N0} files, {lines:N0} lines, {string.Join(", ", counts)}";
    }

    private CSharpCompilation Compile(IEnumerable<SyntaxTree> trees)
    {
        var isProgram = trees.Any(static tree => tree.GetCompilationUnitRoot().Members.Any(SyntaxKind.GlobalStatement));
        var compilation = CSharpCompilation.Create(
            "Measured",
            [.. trees, .. _usings],
            _references,
            isProgram ? _compiling.WithOutputKind(OutputKind.ConsoleApplication) : _compiling
        );
        CSharpGeneratorDriver
            .Create(_generators, parseOptions: _parsing)
            .RunGeneratorsAndUpdateCompilation(compilation, out var generated, out _);
        return (CSharpCompilation)generated;
    }

    private static IEnumerable<string> SourceFiles(Options options) =>
        options
            .Roots.SelectMany(static folder => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories))
            .Where(path => !Path.GetRelativePath(options.Folder!, path).Split('/', '\\').Any(static part => part is "bin" or "obj"))
            .Distinct()
            .Order(StringComparer.Ordinal);

    /// <summary>The symbols that the SDK defines for a project of its own version.</summary>
    private static IEnumerable<string> SdkSymbols()
    {
        var major = Environment.Version.Major;
        return
        [
            "TRACE",
            "RELEASE",
            "NET",
            "NETCOREAPP",
            $"NET{major}_0",
            .. Enumerable.Range(5, major - 4).Select(static version => $"NET{version}_0_OR_GREATER"),
            .. new[] { "1_0", "1_1", "2_0", "2_1", "2_2", "3_0", "3_1" }.Select(static version => $"NETCOREAPP{version}_OR_GREATER"),
        ];
    }

    /// <summary>The text of the project files in the folders, and of the props files that a build of the folders would import.</summary>
    private static string ProjectSettings(string[] folders)
    {
        var inside = folders.SelectMany(static folder =>
            new[] { "*.csproj", "Directory.Build.props" }.SelectMany(pattern =>
                Directory.EnumerateFiles(folder, pattern, SearchOption.AllDirectories)
            )
        );
        var above = folders.SelectMany(Parents).Select(static folder => Path.Combine(folder, "Directory.Build.props")).Where(File.Exists);
        return string.Concat(inside.Concat(above).Select(File.ReadAllText));
    }

    private static IEnumerable<string> Parents(string folder)
    {
        for (var parent = Directory.GetParent(folder); parent is not null; parent = parent.Parent)
            yield return parent.FullName;
    }

    [GeneratedRegex("<ImplicitUsings>\\s*(enable|true)", RegexOptions.IgnoreCase)]
    private static partial Regex ImplicitUsingsSetting();

    [GeneratedRegex("<Nullable>\\s*enable", RegexOptions.IgnoreCase)]
    private static partial Regex NullableSetting();
}
