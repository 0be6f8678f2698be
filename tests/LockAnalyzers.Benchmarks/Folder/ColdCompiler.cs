using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;

namespace LockAnalyzers.Benchmarks.Folder;

/// <summary>
/// The SDK's own csc, a new process each time, on a few files of a compilation. The compilation itself is referenced as metadata, so that
/// the files bind as they do among all others.
/// </summary>
internal sealed partial class ColdCompiler : IDisposable
{
    private readonly DirectoryInfo _scratch = Directory.CreateTempSubdirectory();
    private readonly string[] _arguments;

    public ColdCompiler(CSharpCompilation compilation, ImmutableArray<SyntaxTree> files)
    {
        // csc stops at the first error in a declaration, before it has asked the analyzers for everything.
        var rest = Declarations(compilation);
        Files = files.Any(rest.ContainsSyntaxTree) ? [.. files.Where(rest.ContainsSyntaxTree)] : files;

        var parsing = (CSharpParseOptions)files[0].Options;
        var usings = compilation
            .SyntaxTrees.Where(static tree => tree.FilePath == SourceFolder.ImplicitUsingsFile)
            .Select(tree => Write(tree.FilePath, tree.ToString()));
        _arguments =
        [
            "-nologo",
            "-noconfig",
            "-nostdlib",
            "-preferreduilang:en",
            "-reportanalyzer",
            "-target:library",
            "-langversion:latest",
            "-unsafe",
            // One thread: with several, the time that is attributed to an analyzer includes its waiting for the others.
            "-parallel-",
            $"-nullable:{(compilation.Options.NullableContextOptions == NullableContextOptions.Enable ? "enable" : "disable")}",
            $"-define:{string.Join(';', parsing.PreprocessorSymbolNames)}",
            $"-out:{Scratch("Cold.dll")}",
            .. compilation.References.OfType<PortableExecutableReference>().Select(static reference => $"-reference:{reference.FilePath}"),
            $"-reference:{WriteMetadata(rest)}",
            .. DotnetSdk.Generators.Select(static path => $"-analyzer:{path}"),
            .. Files.Select(static tree => tree.FilePath),
            .. usings,
        ];
    }

    /// <summary>Those of the files that have no error in a declaration, if there are any.</summary>
    public ImmutableArray<SyntaxTree> Files { get; }

    /// <summary>
    /// Compiles the files with the generators that the SDK hands to every project, and with what <paramref name="arguments"/> add.
    /// </summary>
    public Run Compile(params string[] arguments)
    {
        var response = Scratch("csc.rsp");
        File.WriteAllLines(response, _arguments.Concat(arguments).Select(static argument => $"\"{argument}\""));

        var clock = Stopwatch.StartNew();
        var start = new ProcessStartInfo(DotnetSdk.Host, ["exec", DotnetSdk.Compiler, $"@{response}"]) { RedirectStandardOutput = true };
        using var csc = Process.Start(start)!;
        var output = csc.StandardOutput.ReadToEnd();
        csc.WaitForExit();
        var wall = clock.Elapsed;

        var analyzers = output.Split("Total generator execution time")[0];
        return new(
            wall,
            ErrorLine().Count(output),
            AssemblyLine()
                .Matches(analyzers)
                .ToDictionary(
                    static line => line.Groups["assembly"].Value,
                    static line => TimeSpan.FromSeconds(double.Parse(line.Groups["seconds"].Value, CultureInfo.InvariantCulture))
                )
        );
    }

    public void Dispose() => _scratch.Delete(recursive: true);

    /// <summary>The compilation without the files that have an error in a declaration, and without those that need these files.</summary>
    private static CSharpCompilation Declarations(CSharpCompilation compilation)
    {
        var access = CSharpSyntaxTree.ParseText(
            "[assembly: System.Runtime.CompilerServices.InternalsVisibleTo(\"Cold\")]",
            (CSharpParseOptions)compilation.SyntaxTrees[0].Options
        );
        var rest = compilation.WithOptions(compilation.Options.WithOutputKind(OutputKind.DynamicallyLinkedLibrary)).AddSyntaxTrees(access);
        while (true)
        {
            var wrong = rest.GetDeclarationDiagnostics()
                .Where(static d => d.Severity == DiagnosticSeverity.Error && d.Location.SourceTree is not null)
                .Select(static d => d.Location.SourceTree!)
                .Distinct()
                .ToArray();
            if (wrong.Length == 0)
                return rest;

            rest = rest.RemoveSyntaxTrees(wrong);
        }
    }

    private string WriteMetadata(CSharpCompilation rest)
    {
        using var file = File.Create(Scratch("Rest.dll"));
        var result = rest.Emit(file, options: new EmitOptions(metadataOnly: true));
        return result.Success ? file.Name : throw new InvalidOperationException($"The metadata cannot be written: {result.Diagnostics[0]}");
    }

    private string Write(string name, string text)
    {
        File.WriteAllText(Scratch(name), text);
        return Scratch(name);
    }

    private string Scratch(string name) => Path.Combine(_scratch.FullName, name);

    /// <summary>One run of the compiler.</summary>
    /// <param name="Analyzers">The time of each analyzer assembly as the compiler reports it.</param>
    public readonly record struct Run(TimeSpan Wall, int Errors, IReadOnlyDictionary<string, TimeSpan> Analyzers);

    [GeneratedRegex(@"^ +<?(?<seconds>[\d.]+) +<?\d+ +(?<assembly>\S+), Version=", RegexOptions.Multiline)]
    private static partial Regex AssemblyLine();

    [GeneratedRegex(": error CS", RegexOptions.Multiline)]
    private static partial Regex ErrorLine();
}
