using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Host.Mef;
using Microsoft.CodeAnalysis.MSBuild;
using Microsoft.CodeAnalysis.Text;

namespace LockAnalyzers.EndToEnd.Tests;

/// <summary>
/// A project opened as an editor opens it: MSBuild tells the files and the analyzers, the analyzers and the fixes come from the package,
/// diagnostics are asked for one document at a time, and every change is a new solution.
/// </summary>
internal sealed class Editor : IDisposable
{
    private readonly MSBuildWorkspace _workspace;
    private readonly ImmutableArray<DiagnosticAnalyzer> _analyzers;
    private readonly ImmutableArray<CodeFixProvider> _fixes;

    private Editor(MSBuildWorkspace workspace, Project project)
    {
        _workspace = workspace;
        Solution = project.Solution;
        var ours = project
            .AnalyzerReferences.OfType<AnalyzerFileReference>()
            .Where(reference => Path.GetFileName(reference.FullPath).StartsWith("LockAnalyzers", StringComparison.Ordinal))
            .ToList();
        _analyzers = [.. ours.SelectMany(reference => reference.GetAnalyzers(LanguageNames.CSharp))];
        _fixes =
        [
            .. ours.SelectMany(reference => reference.GetAssembly().GetTypes())
                .Where(type => type.GetCustomAttribute<ExportCodeFixProviderAttribute>() is not null)
                .Select(type => (CodeFixProvider)Activator.CreateInstance(type)!),
        ];
    }

    public Solution Solution { get; private set; }

    private Project Project => Solution.Projects.Single();

    public static async Task<Editor> OpenAsync(string projectFile)
    {
        // A terminal does not tell where an MSBuild of the tests' own is.
        var workspace = MSBuildWorkspace.Create(
            MefHostServices.Create(
                MefHostServices
                    .DefaultAssemblies.Append(typeof(MSBuildWorkspace).Assembly)
                    .Append(Assembly.Load("Microsoft.CodeAnalysis.Features"))
                    .Append(Assembly.Load("Microsoft.CodeAnalysis.CSharp.Features"))
            )
        );
        var project = await workspace.OpenProjectAsync(projectFile);
        Assert.DoesNotContain(workspace.Diagnostics, static diagnostic => diagnostic.Kind == WorkspaceDiagnosticKind.Failure);
        return new Editor(workspace, project);
    }

    public Document Document(string name) => Project.Documents.Single(document => document.Name == name);

    public async Task<string> TextAsync(string document) => (await Document(document).GetTextAsync()).ToString();

    /// <summary>Types a text over the only place where another stands.</summary>
    public async Task TypeAsync(string document, string over, string text)
    {
        var source = await Document(document).GetTextAsync();
        var place = source.ToString().IndexOf(over, StringComparison.Ordinal);
        Assert.True(place >= 0, $"No '{over}' in {document}.");
        Solution = Document(document).WithText(source.Replace(new TextSpan(place, over.Length), text)).Project.Solution;
    }

    /// <summary>Our squiggles in a document, in its order, those that are suppressed left out.</summary>
    public async Task<ImmutableArray<Diagnostic>> DiagnosticsAsync(string name)
    {
        var document = Document(name);
        var compilation = (await Project.GetCompilationAsync())!;
        var options = new CompilationWithAnalyzersOptions(
            Project.AnalyzerOptions,
            null,
            concurrentAnalysis: true,
            logAnalyzerExecutionTime: false
        );
        var model = compilation.GetSemanticModel((await document.GetSyntaxTreeAsync())!);
        var found = await compilation.WithAnalyzers(_analyzers, options).GetAnalyzerSemanticDiagnosticsAsync(model, null, default);
        return [.. found.Where(static diagnostic => !diagnostic.IsSuppressed).OrderBy(static diagnostic => diagnostic.Location.SourceSpan)];
    }

    /// <summary>The entries of the light bulb for a diagnostic, with the provider of each.</summary>
    public async Task<ImmutableArray<(CodeFixProvider Provider, CodeAction Action)>> LightBulbAsync(string document, Diagnostic diagnostic)
    {
        var entries = ImmutableArray.CreateBuilder<(CodeFixProvider, CodeAction)>();
        foreach (var provider in _fixes.Where(provider => provider.FixableDiagnosticIds.Contains(diagnostic.Id)))
        {
            var context = new CodeFixContext(Document(document), diagnostic, (action, _) => entries.Add((provider, action)), default);
            await provider.RegisterCodeFixesAsync(context);
        }

        return entries.ToImmutable();
    }

    /// <summary>The lines that a preview shows as changed: removed and added.</summary>
    public async Task<(string Removed, string Added)> PreviewAsync(string document, CodeAction action)
    {
        var operations = await action.GetPreviewOperationsAsync(default);
        var changed = operations.OfType<ApplyChangesOperation>().Single().ChangedSolution.GetDocument(Document(document).Id)!;
        var before = (await Document(document).GetTextAsync()).ToString().Split('\n');
        var after = (await changed.GetTextAsync()).ToString().Split('\n');
        return (string.Join("\n", before.Except(after)), string.Join("\n", after.Except(before)));
    }

    public async Task ApplyAsync(CodeAction action)
    {
        var operations = await action.GetOperationsAsync(default);
        Solution = operations.OfType<ApplyChangesOperation>().Single().ChangedSolution;
    }

    public async Task ApplyToAllAsync(string document, (CodeFixProvider Provider, CodeAction Action) entry, FixAllScope scope)
    {
        var all = entry.Provider.GetFixAllProvider()!;
        var context = new FixAllContext(
            Document(document),
            entry.Provider,
            scope,
            entry.Action.EquivalenceKey,
            all.GetSupportedFixAllDiagnosticIds(entry.Provider),
            new Reported(this),
            default
        );
        await ApplyAsync((await all.GetFixAsync(context))!);
    }

    /// <summary>"Suppress in source": what the editor's own service makes of it.</summary>
    public async Task SuppressAsync(string name, Diagnostic diagnostic)
    {
        var type = Assembly
            .Load("Microsoft.CodeAnalysis.CSharp.Features")
            .GetType("Microsoft.CodeAnalysis.CSharp.CodeFixes.Suppression.CSharpSuppressionCodeFixProvider", throwOnError: true)!;
        var service = Activator.CreateInstance(type, nonPublic: true)!;
        var get = type.GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .Single(static method =>
                method.Name.EndsWith("GetFixesAsync", StringComparison.Ordinal)
                && method.GetParameters()[0].ParameterType.Name is "Document" or "TextDocument"
            );
        var task = (Task)
            get.Invoke(service, [Document(name), diagnostic.Location.SourceSpan, new[] { diagnostic }, CancellationToken.None])!;
        await task;

        // The service answers with a type of its own, which only reflection can read.
        var fixes = (System.Collections.IEnumerable)task.GetType().GetProperty("Result")!.GetValue(task)!;
        var actions = fixes
            .Cast<object>()
            .Select(static fix =>
                (CodeAction)
                    fix.GetType().GetField("Action", BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)!.GetValue(fix)!
            );
        var pragma = actions
            .SelectMany(static action => action.NestedActions.Prepend(action))
            .First(static action => action.Title.Contains("in Source", StringComparison.Ordinal) && action.NestedActions.IsEmpty);
        await ApplyAsync(pragma);
    }

    public void Dispose() => _workspace.Dispose();

    private sealed class Reported(Editor editor) : FixAllContext.DiagnosticProvider
    {
        public override async Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken)
        {
            var all = new List<Diagnostic>();
            foreach (var document in project.Documents)
                all.AddRange(await editor.DiagnosticsAsync(document.Name));
            return all;
        }

        public override async Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(
            Document document,
            CancellationToken cancellationToken
        ) => await editor.DiagnosticsAsync(document.Name);

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult<IEnumerable<Diagnostic>>([]);
    }
}
