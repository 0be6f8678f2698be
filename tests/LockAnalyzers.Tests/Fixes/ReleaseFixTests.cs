using System.Collections.Immutable;
using LockAnalyzers.CodeFixes.Release;
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
    [
        new ReleaseInFinallyFixer(),
        new ReleasesWithoutAcquireFixer(),
        new UndisposedHandleFixer(),
        new DeletesLockFileFixer(),
        new LeaksFileOnRefusalFixer(),
        new ReleasesUnflushedFixer(),
        new HeldOnExitFixer(),
        new ReleasedByCloseOnlyFixer(),
        new UnlockWithoutLockFixer(),
        new UnlockedTwiceFixer(),
    ];

    public static TheoryData<string> Cases =>
        [
            .. from folder in s_fixes.SelectMany(f => f.FixableDiagnosticIds).Distinct().Append("Mixed")
            from @case in CodeFiles.CasesIn($"Corpus/{folder}")
            select @case,
        ];

    public static TheoryData<string> Fixes => [.. s_fixes.Select(f => f.GetType().Name)];

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
                foreach (var action in await ActionsAsync(fix, document.Project, diagnostic))
                    await VerifyAsync(document.Project, code, before, await ChangedAsync(action), diagnostic.Id, mended: 1);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Fixes))]
    public async Task Mends_all_that_it_takes_on_at_once(string name)
    {
        var fix = s_fixes.Single(f => f.GetType().Name == name);
        var code = fix
            .FixableDiagnosticIds.Append("Mixed")
            .SelectMany(folder => CodeFiles.CasesIn($"Corpus/{folder}"))
            .SelectMany(CodeFiles.Read)
            .Where(file => !file.Contains("namespace FileLocking", StringComparison.Ordinal)) // a runtime of its own for each would be one too many
            .Select(WithoutMarkup)
            .ToArray();
        var (document, before) = await JudgeAsync(code);
        foreach (var id in fix.FixableDiagnosticIds)
        {
            var offered = new List<CodeAction>();
            foreach (var diagnostic in before.Where(d => d.Id == id))
                offered.AddRange(await ActionsAsync(fix, document.Project, diagnostic));

            var context = new FixAllContext(
                document,
                fix,
                FixAllScope.Project,
                offered[0].EquivalenceKey!,
                [id],
                new Found(before),
                CancellationToken.None
            );
            var all = await fix.GetFixAllProvider()!.GetFixAsync(context);
            await VerifyAsync(document.Project, code, before, await ChangedAsync(all!), id, offered.Count);
        }
    }

    /// <summary>
    /// The mended code compiles and has lost no comment, the diagnostics that were mended, and won none of any other kind.
    /// </summary>
    private static async Task VerifyAsync(
        Project project,
        string[] code,
        ImmutableArray<Diagnostic> before,
        Solution changed,
        string id,
        int mended
    )
    {
        var documents = changed.GetProject(project.Id)!.Documents;
        var texts = string.Join("\n", await Task.WhenAll(documents.Select(async d => (await d.GetTextAsync()).ToString())));
        var compilation = (await changed.GetProject(project.Id)!.GetCompilationAsync())!;
        Assert.Empty(
            compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error).Select(d => d + "\n" + d.Location.SourceTree)
        );

        var after = await RunAsync(compilation);
        int CountBefore(string rule) => before.Count(d => d.Id == rule);
        Assert.True(
            after.Count(d => d.Id == id) <= CountBefore(id) - mended,
            $"{string.Join("\n", after.Where(d => d.Id == id))} is left in\n{texts}"
        );
        Assert.All(
            after.Select(d => d.Id).Distinct(),
            rule =>
                Assert.True(
                    after.Count(d => d.Id == rule) <= CountBefore(rule),
                    $"{string.Join("\n", after.Where(d => d.Id == rule))} is new in\n{texts}"
                )
        );
        Assert.Equal(Comments(string.Join("\n", code)), Comments(texts));
    }

    private static async Task<List<CodeAction>> ActionsAsync(CodeFixProvider fix, Project project, Diagnostic diagnostic)
    {
        var actions = new List<CodeAction>();
        await fix.RegisterCodeFixesAsync(
            new CodeFixContext(
                project.GetDocument(diagnostic.Location.SourceTree)!,
                diagnostic,
                (action, _) => actions.Add(action),
                CancellationToken.None
            )
        );
        return actions;
    }

    private static async Task<Solution> ChangedAsync(CodeAction action) =>
        Assert.IsType<ApplyChangesOperation>(Assert.Single(await action.GetOperationsAsync(CancellationToken.None))).ChangedSolution;

    private static string[] Comments(string code) =>
        [
            .. CSharpSyntaxTree
                .ParseText(code)
                .GetRoot()
                .DescendantTrivia()
                .Where(t => t.IsKind(SyntaxKind.SingleLineCommentTrivia) || t.IsKind(SyntaxKind.MultiLineCommentTrivia))
                .Select(t => t.ToString())
                .Order(),
        ];

    private static string WithoutMarkup(string code) =>
        System.Text.RegularExpressions.Regex.Replace(
            code,
            @"\{\|LOCK\d+:(.*?)\|\}",
            "$1",
            System.Text.RegularExpressions.RegexOptions.Singleline
        );

    private static async Task<(Document Document, ImmutableArray<Diagnostic> Diagnostics)> JudgeAsync(string[] code)
    {
        var workspace = new AdhocWorkspace();
        var project = workspace.AddProject(
            ProjectInfo.Create(
                ProjectId.CreateNewId(),
                VersionStamp.Default,
                "code",
                "code",
                LanguageNames.CSharp,
                compilationOptions: JudgedCode.Options.WithNullableContextOptions(NullableContextOptions.Enable),
                parseOptions: new CSharpParseOptions(LanguageVersion.Latest),
                metadataReferences: await JudgedCode.References
            )
        );
        foreach (var (text, index) in code.Select((text, index) => (text, index)))
            project = project.AddDocument($"{index}.cs", text, filePath: $"/{index}.cs").Project;

        return (project.Documents.First(), await RunAsync((await project.GetCompilationAsync())!));
    }

    private static Task<ImmutableArray<Diagnostic>> RunAsync(Compilation compilation) =>
        compilation.WithAnalyzers([new LockUsageAnalyzer()]).GetAnalyzerDiagnosticsAsync();

    /// <summary>What the analyzer found, for a fix of all of it.</summary>
    private sealed class Found(ImmutableArray<Diagnostic> diagnostics) : FixAllContext.DiagnosticProvider
    {
        public override Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult<IEnumerable<Diagnostic>>(diagnostics);

        public override async Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(
            Document document,
            CancellationToken cancellationToken
        ) => await document.GetSyntaxTreeAsync(cancellationToken) is { } tree ? diagnostics.Where(d => d.Location.SourceTree == tree) : [];

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult<IEnumerable<Diagnostic>>([]);
    }
}
