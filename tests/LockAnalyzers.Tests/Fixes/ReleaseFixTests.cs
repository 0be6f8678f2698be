using System.Collections.Immutable;
using LockAnalyzers.CodeFixes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Xunit;

namespace LockAnalyzers.Tests.Fixes;

/// <summary>
/// Every fault of the corpus that a release fix takes on: what it makes of it compiles, keeps the comments, has one diagnostic
/// of the kind less, and none of any other kind more.
/// </summary>
public sealed class ReleaseFixTests
{
    private static readonly CodeFixProvider[] s_fixes =
        [new ReleaseInFinallyFixer(), new ReleasesUnearnedLockFixer(), new UndisposedHandleFixer(), new DeletesLockFileFixer(), new LeavesFileOpenFixer(), new ReleasesUnflushedFixer(), new HeldOnExitFixer(), new ReleasedByCloseOnlyFixer(), new UnlocksAfterEndFixer()];

    public static TheoryData<string> Cases =>
        [.. from rule in s_fixes.SelectMany(f => f.FixableDiagnosticIds).Distinct() from @case in CodeFiles.CasesIn($"Corpus/{rule}") select @case];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Mends_what_it_takes_on(string @case)
    {
        var code = CodeFiles.Read(@case).Select(WithoutMarkup).ToArray();
        var (document, before) = await JudgeAsync(code);
        foreach (var fix in s_fixes)
        {
            foreach (var diagnostic in before.Where(d => fix.FixableDiagnosticIds.Contains(d.Id)))
            {
                var actions = new List<CodeAction>();
                var faulty = document.Project.GetDocument(diagnostic.Location.SourceTree)!;
                await fix.RegisterCodeFixesAsync(new CodeFixContext(faulty, diagnostic, (action, _) => actions.Add(action), CancellationToken.None));
                foreach (var action in actions)
                {
                    var operation = Assert.IsType<ApplyChangesOperation>(Assert.Single(await action.GetOperationsAsync(CancellationToken.None)));
                    var mended = operation.ChangedSolution.GetProject(document.Project.Id)!;
                    var texts = string.Join("\n", await Task.WhenAll(mended.Documents.Select(async d => (await d.GetTextAsync()).ToString())));
                    var compilation = (await mended.GetCompilationAsync())!;
                    Assert.Empty(compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error).Select(d => d + "\n" + texts));
                    var after = await RunAsync(compilation);
                    Assert.True(after.Count(d => d.Id == diagnostic.Id) < before.Count(d => d.Id == diagnostic.Id), $"{action.Title}: {diagnostic.Id} is left in\n{texts}");
                    Assert.All(after.Select(d => d.Id).Distinct(), id => Assert.True(
                        after.Count(d => d.Id == id) <= before.Count(d => d.Id == id), $"{action.Title}: {id} is new in\n{texts}"));
                    Assert.Equal(Comments(string.Join("\n", code)), Comments(texts));
                }
            }
        }
    }

    private static string[] Comments(string code) =>
        [.. CSharpSyntaxTree.ParseText(code).GetRoot().DescendantTrivia().Where(t => t.IsKind(SyntaxKind.SingleLineCommentTrivia) || t.IsKind(SyntaxKind.MultiLineCommentTrivia)).Select(t => t.ToString()).Order()];

    private static string WithoutMarkup(string code) =>
        System.Text.RegularExpressions.Regex.Replace(code, @"\{\|LOCK\d+:(.*?)\|\}", "$1", System.Text.RegularExpressions.RegexOptions.Singleline);

    private static async Task<(Document Document, ImmutableArray<Diagnostic> Diagnostics)> JudgeAsync(string[] code)
    {
        var workspace = new AdhocWorkspace();
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal) || Path.GetFileName(path).StartsWith("Microsoft.Win32", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path));
        var project = workspace.AddProject(ProjectInfo.Create(
            ProjectId.CreateNewId(), VersionStamp.Default, "code", "code", LanguageNames.CSharp,
            compilationOptions: new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable),
            parseOptions: new CSharpParseOptions(LanguageVersion.Latest),
            metadataReferences: references));
        foreach (var (text, index) in code.Select((text, index) => (text, index)))
            project = project.AddDocument($"{index}.cs", text, filePath: $"/{index}.cs").Project;

        return (project.Documents.First(), await RunAsync((await project.GetCompilationAsync())!));
    }

    private static Task<ImmutableArray<Diagnostic>> RunAsync(Compilation compilation) =>
        compilation.WithAnalyzers([new LockUsageAnalyzer()]).GetAnalyzerDiagnosticsAsync();
}
