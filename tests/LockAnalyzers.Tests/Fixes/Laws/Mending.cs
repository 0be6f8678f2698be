using System.Collections.Immutable;
using System.Text;
using LockAnalyzers.CodeFixes.Fixing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Text;

namespace LockAnalyzers.Tests.Fixes.Laws;

/// <summary>
/// Applies the fixes to code as <c>dotnet format analyzers</c> does, id by id and fix by fix, or one diagnostic at a time.
/// </summary>
internal static class Mending
{
    /// <summary>The byte order mark is what an encoding that is lost on the way takes with it.</summary>
    public static Encoding Encoding { get; } = new UTF8Encoding(encoderShouldEmitUTF8Identifier: true);

    /// <summary>Of the two choices for LOCK1002, a run can make only one.</summary>
    public static ImmutableArray<LockFixProvider> Fixes { get; } =
    [
        .. typeof(LockFixProvider)
            .Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(LockFixProvider)) && !type.IsAbstract && type.Name != "SharedModeStatedFixer")
            .OrderBy(type => type.Name, StringComparer.Ordinal)
            .Select(type => (LockFixProvider)Activator.CreateInstance(type)!),
    ];

    public static ImmutableArray<string> Ids { get; } =
    [.. Fixes.SelectMany(fix => fix.FixableDiagnosticIds).Distinct().Order(StringComparer.Ordinal)];

    public static async Task<Solution> SolutionOfAsync(params IEnumerable<string>[] projects)
    {
        var solution = new AdhocWorkspace().CurrentSolution;
        for (var i = 0; i < projects.Length; i++)
        {
            var id = ProjectId.CreateNewId();
            solution = solution
                .AddProject(id, $"Code{i}", $"Code{i}", LanguageNames.CSharp)
                .WithProjectCompilationOptions(id, JudgedCode.Options)
                .WithProjectParseOptions(id, JudgedCode.ParseOptions)
                .AddMetadataReferences(id, await JudgedCode.References);
            foreach (var (code, j) in projects[i].Select((code, j) => (code, j)))
            {
                var text = SourceText.From(code, Encoding);
                solution = solution.AddDocument(DocumentId.CreateNewId(id), $"{j}.cs", text, filePath: $"/{i}/{j}.cs");
            }
        }

        return solution;
    }

    /// <summary>All ids in one run, in the given order.</summary>
    public static async Task<Solution> RunAsync(Solution solution, IEnumerable<string> ids)
    {
        var found = await JudgeAsync(solution);
        foreach (var id in ids)
        {
            foreach (var fix in Fixes.Where(fix => fix.FixableDiagnosticIds.Contains(id)))
            {
                if (await FixAllAsync(solution, found, id, fix) is not { } changed)
                    continue;

                solution = changed;
                found = await JudgeAsync(solution);
            }
        }

        return solution;
    }

    /// <summary>The first diagnostic that a fix is offered for, until none is.</summary>
    public static async Task<Solution> OneByOneAsync(Solution solution)
    {
        for (var left = 200; left > 0; left--)
        {
            if (await FirstAsync(solution) is not { } action)
                return solution;

            solution = await ChangedAsync(action);
        }

        throw new InvalidOperationException("The fixes never come to an end.");
    }

    public static async Task<ImmutableArray<Diagnostic>> JudgeAsync(Solution solution)
    {
        var all = ImmutableArray.CreateBuilder<Diagnostic>();
        foreach (var project in solution.Projects)
            all.AddRange(await JudgedCode.JudgeAsync((await project.GetCompilationAsync())!));
        return all.ToImmutable();
    }

    public static async Task<ImmutableArray<string>> TextsAsync(Solution solution)
    {
        var texts = ImmutableArray.CreateBuilder<string>();
        foreach (var document in solution.Projects.SelectMany(project => project.Documents))
            texts.Add((await document.GetTextAsync()).ToString());
        return texts.ToImmutable();
    }

    public static async Task<List<CodeAction>> OffersAsync(Solution solution, Diagnostic diagnostic, CodeFixProvider fix)
    {
        var offers = new List<CodeAction>();
        var document = solution.GetDocument(diagnostic.Location.SourceTree)!;
        await fix.RegisterCodeFixesAsync(new CodeFixContext(document, diagnostic, (action, _) => offers.Add(action), default));
        return offers;
    }

    /// <summary>What a fix makes of all diagnostics with an id in the solution; null where it is offered for none.</summary>
    public static async Task<Solution?> FixAllAsync(Solution solution, ImmutableArray<Diagnostic> found, string id, CodeFixProvider fix)
    {
        var all = fix.GetFixAllProvider()!;
        if (!all.GetSupportedFixAllDiagnosticIds(fix).Contains(id))
            return null;

        foreach (var diagnostic in found.Where(diagnostic => diagnostic.Id == id))
        {
            if ((await OffersAsync(solution, diagnostic, fix)).FirstOrDefault() is not { } offer)
                continue;

            var document = solution.GetDocument(diagnostic.Location.SourceTree)!;
            var context = new FixAllContext(document, fix, FixAllScope.Solution, offer.EquivalenceKey!, [id], new Known(found), default);
            return await all.GetFixAsync(context) is { } action ? await ChangedAsync(action) : null;
        }

        return null;
    }

    private static async Task<CodeAction?> FirstAsync(Solution solution)
    {
        foreach (var diagnostic in await JudgeAsync(solution))
        {
            foreach (var fix in Fixes.Where(fix => fix.GetFixAllProvider()!.GetSupportedFixAllDiagnosticIds(fix).Contains(diagnostic.Id)))
            {
                if ((await OffersAsync(solution, diagnostic, fix)).FirstOrDefault() is { } offer)
                    return offer;
            }
        }

        return null;
    }

    private static async Task<Solution> ChangedAsync(CodeAction action) =>
        (await action.GetOperationsAsync(CancellationToken.None)).OfType<ApplyChangesOperation>().Single().ChangedSolution;

    private sealed class Known(ImmutableArray<Diagnostic> diagnostics) : FixAllContext.DiagnosticProvider
    {
        public override async Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken)
        {
            var compilation = (await project.GetCompilationAsync(cancellationToken))!;
            return diagnostics.Where(d => d.Location.SourceTree is { } tree && compilation.ContainsSyntaxTree(tree));
        }

        public override async Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(
            Document document,
            CancellationToken cancellationToken
        ) => await document.GetSyntaxTreeAsync(cancellationToken) is { } tree ? diagnostics.Where(d => d.Location.SourceTree == tree) : [];

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult<IEnumerable<Diagnostic>>([]);
    }
}
