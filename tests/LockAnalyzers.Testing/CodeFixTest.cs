using System.Collections.Immutable;
using DiffPlex;
using DiffPlex.DiffBuilder;
using DiffPlex.DiffBuilder.Model;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Text;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>
/// Verifies the diagnostics before the fix, applies it one diagnostic at a time until none is left that it can mend, does the same by
/// FixAll in document, project and solution, holds each outcome against the fixed state, and verifies the diagnostics of that state.
/// </summary>
public abstract class CodeFixTest<TVerifier> : AnalyzerTest<TVerifier>
    where TVerifier : IVerifier, new()
{
    protected CodeFixTest()
    {
        FixedState = NewState();
        BatchFixedState = NewState();
    }

    /// <summary>After the fix. If the test says nothing of it, no fix is tried.</summary>
    public SolutionState FixedState { get; }

    /// <summary>After FixAll; the same as <see cref="FixedState"/> unless the test says otherwise.</summary>
    public SolutionState BatchFixedState { get; }

    /// <summary>Adds a file to <see cref="FixedState"/>.</summary>
    public string FixedCode
    {
        set => FixedState.Sources.Add(value);
    }

    /// <summary>Adds a file to <see cref="BatchFixedState"/>.</summary>
    public string BatchFixedCode
    {
        set => BatchFixedState.Sources.Add(value);
    }

    /// <summary>Which of the offered actions to apply; the first by default.</summary>
    public int? CodeActionIndex { get; set; }

    public string? CodeActionEquivalenceKey { get; set; }

    /// <summary>What must hold of the action that is applied, its title for example.</summary>
    public Action<CodeAction, IVerifier>? CodeActionVerifier { get; set; }

    /// <summary>Exactly so many, or at most so many if negative; at most one for each fixable diagnostic by default.</summary>
    public int? NumberOfIncrementalIterations { get; set; }

    /// <summary>Likewise; by default one for a solution or project, and one for each document with a fixable diagnostic.</summary>
    public int? NumberOfFixAllIterations { get; set; }

    public int? NumberOfFixAllInDocumentIterations { get; set; }

    public int? NumberOfFixAllInProjectIterations { get; set; }

    public CodeFixTestBehaviors CodeFixTestBehaviors { get; set; }

    protected abstract IEnumerable<CodeFixProvider> GetCodeFixProviders();

    // A fix for a compiler's warning makes that warning count.
    protected override bool IsCompilerDiagnosticIncluded(Diagnostic diagnostic, CompilerDiagnostics compilerDiagnostics) =>
        base.IsCompilerDiagnosticIncluded(diagnostic, compilerDiagnostics) || FixableIds.Contains(diagnostic.Id);

    private ImmutableArray<string> FixableIds => [.. GetCodeFixProviders().SelectMany(provider => provider.FixableDiagnosticIds)];

    protected override async Task RunImplAsync(CancellationToken cancellationToken)
    {
        var fixableIds = FixableIds;
        var raw = TestState.Inherit(null, fixableIds);
        var rawFixed = FixedState.Inherit(raw, fixableIds);
        var before = Evaluate(raw, fixableIds);
        await VerifyDiagnosticsAsync(before, Verify.PushContext("Diagnostics of test state"), cancellationToken).ConfigureAwait(false);
        if (!FixedState.IsStated && !BatchFixedState.IsStated)
            return;

        var after = Evaluate(rawFixed, fixableIds);
        var afterAll = Evaluate(BatchFixedState.Inherit(rawFixed, fixableIds), fixableIds);
        var fixable = before.ExpectedDiagnostics.Where(diagnostic => fixableIds.Contains(diagnostic.Id)).ToList();
        await VerifyFixAsync("Iterative code fix application", null, after, NumberOfIncrementalIterations ?? -fixable.Count).ConfigureAwait(false);
        if (GetCodeFixProviders().Any(provider => provider.GetFixAllProvider() is not null))
        {
            var documents = fixable.Select(diagnostic => diagnostic.Spans.FirstOrDefault().Span.Path).Distinct().Count();
            if (!CodeFixTestBehaviors.HasFlag(CodeFixTestBehaviors.SkipFixAllInDocumentCheck))
                await VerifyFixAllAsync(FixAllScope.Document, NumberOfFixAllInDocumentIterations ?? NumberOfFixAllIterations ?? -documents).ConfigureAwait(false);
            if (!CodeFixTestBehaviors.HasFlag(CodeFixTestBehaviors.SkipFixAllInProjectCheck))
                await VerifyFixAllAsync(FixAllScope.Project, NumberOfFixAllInProjectIterations ?? NumberOfFixAllIterations ?? -1).ConfigureAwait(false);
            if (!CodeFixTestBehaviors.HasFlag(CodeFixTestBehaviors.SkipFixAllInSolutionCheck))
                await VerifyFixAllAsync(FixAllScope.Solution, NumberOfFixAllIterations ?? -1).ConfigureAwait(false);
        }

        await VerifyDiagnosticsAsync(after, Verify.PushContext("Diagnostics of fixed state"), cancellationToken).ConfigureAwait(false);
        if (BatchFixedState.IsStated && !CodeFixTestBehaviors.HasFlag(CodeFixTestBehaviors.SkipFixAllCheck))
            await VerifyDiagnosticsAsync(afterAll, Verify.PushContext("Diagnostics of batch fixed state"), cancellationToken).ConfigureAwait(false);

        Task VerifyFixAllAsync(FixAllScope scope, int iterations) =>
            VerifyFixAsync($"Fix all in {scope.ToString().ToLowerInvariant()}", scope, afterAll, iterations);

        async Task VerifyFixAsync(string context, FixAllScope? scope, EvaluatedState expected, int iterations)
        {
            var verifier = Verify.PushContext(context);
            using var workspace = new AdhocWorkspace();
            var project = await CreateProjectAsync(workspace, before, cancellationToken).ConfigureAwait(false);
            var limit = before.HasSameFiles(expected) && iterations < 0 ? 0 : iterations;
            var outcome = await FixAsync(project, scope, limit, verifier, cancellationToken).ConfigureAwait(false);
            // What the fix did comes first: it explains the count and the shape of the tree.
            await VerifyFilesAsync(expected, outcome.Project, verifier, cancellationToken).ConfigureAwait(false);
            verifier.True(outcome.Failure is null, outcome.Failure);
        }
    }

    /// <param name="project">What to fix.</param>
    /// <param name="scope">Of FixAll; null to fix one diagnostic at a time.</param>
    /// <param name="iterations">Exactly so many, or at most so many if negative.</param>
    /// <param name="verifier">Where to fail.</param>
    /// <param name="cancellationToken">To stop.</param>
    private async Task<(Project Project, string? Failure)> FixAsync(
        Project project, FixAllScope? scope, int iterations, IVerifier verifier, CancellationToken cancellationToken)
    {
        string? failure = null;
        var done = 0;
        var previous = ImmutableArray<Diagnostic>.Empty;
        while (true)
        {
            var (diagnostics, atEnd) = await GetDiagnosticsAsync(project, cancellationToken).ConfigureAwait(false);
            var fixable = diagnostics
                .Where(diagnostic => FixableIds.Contains(diagnostic.Id) && project.GetDocument(diagnostic.Location.SourceTree) is not null)
                .ToImmutableArray();
            verifier.False(fixable.Any(atEnd.Contains), "A fix is offered for a diagnostic that is reported at the end of a compilation: no editor shows it.");
            if (Same(diagnostics, previous))
                break;
            previous = diagnostics;

            var next = await ApplyFirstAsync(CodeFixTestBehaviors.HasFlag(CodeFixTestBehaviors.FixOne) ? [.. fixable.Take(1)] : fixable).ConfigureAwait(false);
            if (next is null)
                break;
            done++;
            if (done > Math.Abs(iterations))
            {
                failure ??= iterations == 0
                    ? "No fix was expected, but one was offered."
                    : $"The fix was applied {done} times and still finds work; expected {Math.Abs(iterations)}: it is not stable.";
                break;
            }

            failure ??= await VerifyTreesAsync(next, cancellationToken).ConfigureAwait(false);
            project = await ReparseAsync(next, cancellationToken).ConfigureAwait(false);
            if (CodeFixTestBehaviors.HasFlag(CodeFixTestBehaviors.FixOne))
                break;
        }

        if ((iterations > 0 || iterations == -1) && done < Math.Abs(iterations))
            failure ??= $"The fix was applied {done} times; expected {Math.Abs(iterations)}.";
        return (project, failure);

        async Task<Project?> ApplyFirstAsync(ImmutableArray<Diagnostic> fixable)
        {
            foreach (var diagnostic in fixable)
            {
                if (await SelectActionAsync(project, diagnostic, firstIteration: done == 0, verifier, cancellationToken).ConfigureAwait(false) is not var (provider, action))
                    continue;
                if (scope is not null)
                    action = await GetFixAllAsync(project, diagnostic, provider, action, scope.Value, fixable, cancellationToken).ConfigureAwait(false);
                if (action is null)
                    return null;
                var operations = await action.GetOperationsAsync(cancellationToken).ConfigureAwait(false);
                return operations.OfType<ApplyChangesOperation>().Single().ChangedSolution.GetProject(project.Id);
            }

            return null;
        }
    }

    private async Task<(CodeFixProvider Provider, CodeAction Action)?> SelectActionAsync(
        Project project, Diagnostic diagnostic, bool firstIteration, IVerifier verifier, CancellationToken cancellationToken)
    {
        var offers = new List<(CodeFixProvider Provider, CodeAction Action)>();
        foreach (var provider in GetCodeFixProviders().Where(provider => provider.FixableDiagnosticIds.Contains(diagnostic.Id)))
        {
            var context = new CodeFixContext(
                project.GetDocument(diagnostic.Location.SourceTree)!, diagnostic, (action, _) => offers.Add((provider, action)), cancellationToken);
            await provider.RegisterCodeFixesAsync(context).ConfigureAwait(false);
        }

        var index = CodeActionIndex ?? 0;
        if (CodeActionEquivalenceKey is not null)
        {
            var byKey = offers.FindIndex(offer => offer.Action.EquivalenceKey == CodeActionEquivalenceKey);
            if (byKey < 0 && (CodeActionIndex is null || !firstIteration))
                return null;
            verifier.True(CodeActionIndex is null || CodeActionIndex == byKey, $"The action '{CodeActionEquivalenceKey}' has index {byKey}; expected {CodeActionIndex}.");
            index = byKey;
        }

        if (index >= offers.Count)
            return null;
        CodeActionVerifier?.Invoke(offers[index].Action, verifier);
        return offers[index];
    }

    private static async Task<CodeAction?> GetFixAllAsync(
        Project project, Diagnostic diagnostic, CodeFixProvider provider, CodeAction action, FixAllScope scope, ImmutableArray<Diagnostic> diagnostics, CancellationToken cancellationToken)
    {
        var fixAll = provider.GetFixAllProvider();
        if (fixAll is null || !fixAll.GetSupportedFixAllScopes().Contains(scope))
            return null;
        var context = new FixAllContext(
            project.GetDocument(diagnostic.Location.SourceTree)!, provider, scope, action.EquivalenceKey, fixAll.GetSupportedFixAllDiagnosticIds(provider),
            new KnownDiagnostics(diagnostics), cancellationToken);
        return await fixAll.GetFixAsync(context).ConfigureAwait(false);
    }

    private static bool Same(ImmutableArray<Diagnostic> some, ImmutableArray<Diagnostic> others) =>
        some.Length == others.Length && some.Zip(others).All(pair =>
            pair.First.Id == pair.Second.Id
            && pair.First.Location.SourceSpan == pair.Second.Location.SourceSpan
            && pair.First.Location.GetLineSpan().Path == pair.Second.Location.GetLineSpan().Path);

    // A tree that a fix builds from wrong kinds of nodes prints as the right text, and then breaks the next one who reads the tree.
    private static async Task<string?> VerifyTreesAsync(Project project, CancellationToken cancellationToken)
    {
        foreach (var document in project.Documents)
        {
            var tree = (await document.GetSyntaxTreeAsync(cancellationToken).ConfigureAwait(false))!;
            var text = await tree.GetTextAsync(cancellationToken).ConfigureAwait(false);
            var parsed = tree.WithChangedText(SourceText.From(text.ToString()));
            if (!tree.IsEquivalentTo(parsed))
                return $"The fix made a tree for {document.Name} that is not the one which its text parses to.";
        }

        return null;
    }

    private static async Task<Project> ReparseAsync(Project project, CancellationToken cancellationToken)
    {
        foreach (var id in project.DocumentIds)
        {
            var document = project.GetDocument(id)!;
            var text = await document.GetTextAsync(cancellationToken).ConfigureAwait(false);
            project = document.WithText(SourceText.From(text.ToString(), text.Encoding, text.ChecksumAlgorithm)).Project;
        }

        return project;
    }

    private static async Task VerifyFilesAsync(EvaluatedState expected, Project project, IVerifier verifier, CancellationToken cancellationToken)
    {
        await VerifyAsync(expected.Sources, project.Documents).ConfigureAwait(false);
        await VerifyAsync(expected.AdditionalFiles, project.AdditionalDocuments).ConfigureAwait(false);
        await VerifyAsync(expected.AnalyzerConfigFiles, project.AnalyzerConfigDocuments).ConfigureAwait(false);

        async Task VerifyAsync(ImmutableArray<(string filename, SourceText content)> files, IEnumerable<TextDocument> documents)
        {
            verifier.Equal(string.Join(", ", files.Select(file => Path.GetFileName(file.filename))), string.Join(", ", documents.Select(document => document.Name)), "Files after the fix:");
            foreach (var (file, document) in files.Zip(documents))
            {
                var actual = (await document.GetTextAsync(cancellationToken).ConfigureAwait(false)).ToString();
                if (file.content.ToString() != actual)
                    verifier.Fail($"{file.filename} after the fix (- expected, + actual):{Environment.NewLine}{Diff(file.content.ToString(), actual)}");
            }
        }
    }

    private static string Diff(string expected, string actual)
    {
        var lines = new InlineDiffBuilder(new Differ()).BuildDiffModel(expected, actual, ignoreWhitespace: false).Lines;
        return lines.TrueForAll(line => line.Type == ChangeType.Unchanged)
            ? "the same but for line ends"
            : string.Join(Environment.NewLine, lines.Select(line => line.Type switch
            {
                ChangeType.Deleted => "- ",
                ChangeType.Inserted => "+ ",
                _ => "  ",
            } + line.Text));
    }

    private sealed class KnownDiagnostics(ImmutableArray<Diagnostic> diagnostics) : FixAllContext.DiagnosticProvider
    {
        public override Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult<IEnumerable<Diagnostic>>(diagnostics);

        public override Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken) =>
            Task.FromResult(diagnostics.Where(diagnostic => document.Project.GetDocument(diagnostic.Location.SourceTree)?.Id == document.Id));

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult(diagnostics.Where(diagnostic => !diagnostic.Location.IsInSource));
    }
}
