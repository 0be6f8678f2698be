using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;

namespace LockAnalyzers.Benchmarks.Folder;

/// <summary>
/// The SDK's own csc, a new process each time, on a few files of a compilation. The rest of the compilation is referenced as metadata, so that
/// the files bind as they do among all others.
/// </summary>
internal sealed partial class ColdCompiler : IDisposable
{
    private readonly DirectoryInfo _scratch = Directory.CreateTempSubdirectory();
    private readonly string[] _arguments;

    public ColdCompiler(CSharpCompilation compilation, ImmutableArray<SyntaxTree> files)
    {
        var parsing = (CSharpParseOptions)files[0].Options;
        var usings = compilation.SyntaxTrees.Where(static tree => tree.FilePath == SourceFolder.ImplicitUsingsFile).Select(tree => Write(tree.FilePath, tree.ToString()));
        _arguments =
        [
            "-nologo", "-noconfig", "-nostdlib", "-preferreduilang:en", "-reportanalyzer", "-langversion:preview", "-unsafe", "-target:library",
            // One thread: with several, the time that is attributed to an analyzer includes its waiting for the others.
            "-parallel-",
            $"-nullable:{(compilation.Options.NullableContextOptions == NullableContextOptions.Enable ? "enable" : "disable")}",
            $"-define:{string.Join(';', parsing.PreprocessorSymbolNames)}",
            $"-out:{Scratch("Cold.dll")}",
            .. compilation.References.OfType<PortableExecutableReference>().Select(static reference => $"-reference:{reference.FilePath}"),
            .. MetadataOf(compilation) is { } rest ? [$"-reference:{rest}"] : Array.Empty<string>(),
            .. DotnetSdk.Generators.Select(static path => $"-analyzer:{path}"),
            .. files.Select(static tree => tree.FilePath),
            .. usings,
        ];
    }

    /// <summary>Whether the rest of the compilation could be written as metadata. If not, what the files use of it is not found.</summary>
    public bool HasRest { get; private set; }

    /// <summary>Compiles the files with the generators and analyzers of every SDK project, and with what <paramref name="arguments"/> add.</summary>
    public Run Compile(params string[] arguments)
    {
        var response = Scratch("csc.rsp");
        File.WriteAllLines(response, _arguments.Concat(arguments).Select(static argument => $"\"{argument}\""));

        var clock = Stopwatch.StartNew();
        using var csc = Process.Start(new ProcessStartInfo(DotnetSdk.Host, ["exec", DotnetSdk.Compiler, $"@{response}"]) { RedirectStandardOutput = true })!;
        var output = csc.StandardOutput.ReadToEnd();
        csc.WaitForExit();
        var wall = clock.Elapsed;

        var analyzers = output.Split("Total generator execution time")[0];
        return new(
            wall,
            ErrorLine().Count(output),
            AssemblyLine().Matches(analyzers).ToDictionary(
                static line => line.Groups["assembly"].Value,
                static line => TimeSpan.FromSeconds(double.Parse(line.Groups["seconds"].Value, CultureInfo.InvariantCulture))));
    }

    public void Dispose() => _scratch.Delete(recursive: true);

    private string? MetadataOf(CSharpCompilation compilation)
    {
        var access = CSharpSyntaxTree.ParseText(
            "[assembly: System.Runtime.CompilerServices.InternalsVisibleTo(\"Cold\")]", (CSharpParseOptions)compilation.SyntaxTrees[0].Options);
        using var file = File.Create(Scratch("Rest.dll"));
        var result = compilation.AddSyntaxTrees(access).Emit(file, options: new EmitOptions(metadataOnly: true));
        HasRest = result.Success;
        return HasRest ? file.Name : null;
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
