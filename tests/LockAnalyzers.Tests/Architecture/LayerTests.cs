using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit;

namespace LockAnalyzers.Tests.Architecture;

/// <summary>
/// The rooms of src/LockAnalyzers and src/LockAnalyzers.CodeFixes: a room is a folder and its namespace. It may use itself and the rooms
/// in the lines before its own; rooms in one line do not use each other.
/// </summary>
public sealed class LayerTests
{
    private static readonly string[][] s_rooms =
    [
        ["LockAnalyzers.Recognition.Naming"],
        ["LockAnalyzers.Recognition.Syntax"],
        ["LockAnalyzers.Recognition.Apis"],
        ["LockAnalyzers.Recognition"],
        ["LockAnalyzers.Model.Symbolic"],
        ["LockAnalyzers.Model.Locks"],
        ["LockAnalyzers.Model.Paths"],
        ["LockAnalyzers.Model.Facts"],
        ["LockAnalyzers.Interpretation.Semantics"],
        ["LockAnalyzers.Interpretation"],
        ["LockAnalyzers.Judgement.LockFiles"],
        ["LockAnalyzers.Judgement"],
        ["LockAnalyzers.Rules"],
        [.. Families("LockAnalyzers.Rules"), "LockAnalyzers.Rules.Configuration"],
        ["LockAnalyzers"],
        ["LockAnalyzers.CodeFixes.Fixing"],
        [.. Families("LockAnalyzers.CodeFixes")],
    ];

    private static readonly string s_root = Path.Combine(BuildFacts.RepositoryRoot, "src");

    private static readonly CSharpCompilation s_sources = Compile();

    [Fact]
    public void Rooms_use_only_the_rooms_before_them() => None(UsesPointingUp().Distinct().Order(StringComparer.Ordinal), "points up");

    [Fact]
    public void Every_folder_is_a_known_room_and_a_namespace() =>
        None(
            Files().Where(file => RankOf(RoomOf(file)) < 0 || NamespaceOf(file) != RoomOf(file)).Select(PathOf),
            "is in no known folder, or in another namespace than its folder"
        );

    [Fact]
    public void Every_file_declares_the_one_type_that_it_is_called_after() =>
        None(Files().Where(file => !TypesIn(file).SequenceEqual([TypeOf(file)])).Select(PathOf), "declares another type, or several");

    private static void None(IEnumerable<string> places, string fault) =>
        Assert.True(!places.Any(), string.Join('\n', places.Select(place => $"{place}: {fault}")));

    /// <summary>A use is a name that means a type of another room or a member of one; a namespace alone is none.</summary>
    private static IEnumerable<string> UsesPointingUp() =>
        from file in Files()
        let model = s_sources.GetSemanticModel(file)
        from name in file.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>()
        let symbol = model.GetSymbolInfo(name).Symbol
        let used = (symbol as INamedTypeSymbol ?? symbol?.ContainingType)?.ContainingNamespace?.ToDisplayString()
        where used != RoomOf(file) && RankOf(used) >= RankOf(RoomOf(file))
        select $"{PathOf(file)} uses {used}";

    /// <summary>Both projects as one compilation; what does not bind would hide a use.</summary>
    private static CSharpCompilation Compile()
    {
        const string usings =
            "global using System; global using System.Collections.Generic; global using System.IO; "
            + "global using System.Linq; global using System.Threading; global using System.Threading.Tasks;";
        var paths =
            from project in (string[])["LockAnalyzers", "LockAnalyzers.CodeFixes"]
            from path in Directory.EnumerateFiles(Path.Combine(s_root, project), "*.cs", SearchOption.AllDirectories)
            where !Path.GetRelativePath(s_root, path).Split(Path.DirectorySeparatorChar).Any(folder => folder is "bin" or "obj")
            select path;
        var assemblies = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(path => !Path.GetFileName(path).StartsWith("LockAnalyzers", StringComparison.Ordinal));
        var sources = CSharpCompilation.Create(
            "Sources",
            paths.Select(path => CSharpSyntaxTree.ParseText(File.ReadAllText(path), path: path)).Append(CSharpSyntaxTree.ParseText(usings)),
            assemblies.Select(path => MetadataReference.CreateFromFile(path)),
            new(OutputKind.DynamicallyLinkedLibrary)
        );
        Assert.Empty(sources.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        return sources;
    }

    /// <summary>All but IsExternalInit, whose namespace the compiler prescribes.</summary>
    private static IEnumerable<SyntaxTree> Files() =>
        s_sources.SyntaxTrees.Where(file => file.FilePath.Length > 0 && TypeOf(file) != "IsExternalInit");

    private static IEnumerable<string> Families(string parent) =>
        ((string[])["Mode", "Range", "Release", "Outcome", "Declaration", "Migration"]).Select(family => $"{parent}.{family}");

    private static int RankOf(string? room) => Array.FindIndex(s_rooms, rooms => rooms.Contains(room));

    private static string PathOf(SyntaxTree file) => Path.GetRelativePath(s_root, file.FilePath).Replace(Path.DirectorySeparatorChar, '/');

    private static string RoomOf(SyntaxTree file) => Path.GetDirectoryName(PathOf(file))!.Replace(Path.DirectorySeparatorChar, '.');

    private static string? NamespaceOf(SyntaxTree file) =>
        file.GetRoot().DescendantNodes().OfType<BaseNamespaceDeclarationSyntax>().SingleOrDefault()?.Name.ToString();

    /// <summary>Evaluator.Calls.cs holds a part of the type Evaluator.</summary>
    private static string TypeOf(SyntaxTree file) => Path.GetFileName(file.FilePath).Split('.')[0];

    private static IEnumerable<string?> TypesIn(SyntaxTree file) =>
        from node in file.GetRoot().DescendantNodes(node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax)
        where node is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax
        select (node as BaseTypeDeclarationSyntax)?.Identifier.Text ?? ((DelegateDeclarationSyntax)node).Identifier.Text;
}
