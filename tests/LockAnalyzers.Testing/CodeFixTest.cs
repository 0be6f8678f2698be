using System.Collections.Immutable;
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

    private ImmutableArray<string> FixableIds => [.. GetCodeFixProviders().SelectMany(provider => provider.FixableDiagnosticIds)];

    protected abstract IEnumerable<CodeFixProvider> GetCodeFixProviders();

    // A fix for a compiler's warning makes that warning count.
    protected override bool IsCompilerDiagnosticIncluded(Diagnostic diagnostic, CompilerDiagnostics compilerDiagnostics) =>
        base.IsCompilerDiagnosticIncluded(diagnostic, compilerDiagnostics) || FixableIds.Contains(diagnostic.Id);

    protected override async Task RunImplAsync(CancellationToken cancellationToken)
    {
        var fixableIds = FixableIds;
        var rawBefore = TestState.Inherit(null, fixableIds);
        var rawAfter = FixedState.Inherit(rawBefore, fixableIds);
        var before = Evaluate(rawBefore, fixableIds);
        var after = Evaluate(rawAfter, fixableIds);
        var afterAll = Evaluate(BatchFixedState.Inherit(rawAfter, fixableIds), fixableIds);

        await VerifyDiagnosticsAsync(before, Verify.PushContext("Diagnostics of test state"), cancellationToken);
        if (!FixedState.IsStated && !BatchFixedState.IsStated)
            return;

        var fixable = before.ExpectedDiagnostics.Where(diagnostic => fixableIds.Contains(diagnostic.Id)).ToList();
        await VerifyFixAsync("Iterative code fix application", null, after, NumberOfIncrementalIterations ?? -fixable.Count);
        if (GetCodeFixProviders().Any(provider => provider.GetFixAllProvider() is not null))
        {
            var documents = fixable.Select(diagnostic => diagnostic.Spans.FirstOrDefault().Span.Path).Distinct().Count();
            await VerifyFixAllAsync(
                FixAllScope.Document,
                CodeFixTestBehaviors.SkipFixAllInDocumentCheck,
                NumberOfFixAllInDocumentIterations,
                -documents
            );
            await VerifyFixAllAsync(
                FixAllScope.Project,
                CodeFixTestBehaviors.SkipFixAllInProjectCheck,
                NumberOfFixAllInProjectIterations,
                -1
            );
            await VerifyFixAllAsync(FixAllScope.Solution, CodeFixTestBehaviors.SkipFixAllInSolutionCheck, null, -1);
        }

        await VerifyDiagnosticsAsync(after, Verify.PushContext("Diagnostics of fixed state"), cancellationToken);
        if (BatchFixedState.IsStated && !CodeFixTestBehaviors.HasFlag(CodeFixTestBehaviors.SkipFixAllCheck))
            await VerifyDiagnosticsAsync(afterAll, Verify.PushContext("Diagnostics of batch fixed state"), cancellationToken);

        async Task VerifyFixAllAsync(FixAllScope scope, CodeFixTestBehaviors skip, int? iterations, int defaultIterations)
        {
            if (!CodeFixTestBehaviors.HasFlag(skip))
            {
                var context = $"Fix all in {scope.ToString().ToLowerInvariant()}";
                await VerifyFixAsync(context, scope, afterAll, iterations ?? NumberOfFixAllIterations ?? defaultIterations);
            }
        }

        async Task VerifyFixAsync(string context, FixAllScope? scope, EvaluatedState expected, int iterations)
        {
            var verifier = Verify.PushContext(context);
            using var workspace = new AdhocWorkspace();
            var project = await CreateProjectAsync(workspace, before, cancellationToken);
            var limit = before.HasSameFiles(expected) && iterations < 0 ? 0 : iterations;
            var outcome = await FixAsync(project, scope, limit, verifier, cancellationToken);

            // What the fix did comes first: it explains the count and the shape of the tree.
            await FixedFiles.VerifyAsync(expected, outcome.Project, verifier, cancellationToken);
            verifier.True(outcome.Failure is null, outcome.Failure);
        }
    }

    /// <param name="project">What to fix.</param>
    /// <param name="scope">Of FixAll; null to fix one diagnostic at a time.</param>
    /// <param name="iterations">Exactly so many, or at most so many if negative; one is exact either way.</param>
    /// <param name="verifier">Where to fail.</param>
    /// <param name="cancellationToken">To stop.</param>
    private async Task<(Project Project, string? Failure)> FixAsync(
        Project project,
        FixAllScope? scope,
        int iterations,
        IVerifier verifier,
        CancellationToken cancellationToken
    )
    {
        var (most, fixOne) = (Math.Abs(iterations), CodeFixTestBehaviors.HasFlag(CodeFixTestBehaviors.FixOne));
        string? failure = null;
        var done = 0;
        var previous = ImmutableArray<Diagnostic>.Empty;
        while (!(fixOne && done == 1))
        {
            var (diagnostics, atEnd) = await GetDiagnosticsAsync(project, cancellationToken);
            if (IsSame(diagnostics, previous))
                break;
            previous = diagnostics;

            var fixable = diagnostics.Where(IsFixable).Take(fixOne ? 1 : int.MaxValue).ToImmutableArray();
            verifier.False(
                fixable.Any(atEnd.Contains),
                "A fix is offered for a diagnostic that is reported at the end of a compilation, which no editor shows."
            );
            var next = await ApplyFirstAsync(fixable);
            if (next is null)
                break;
            if (++done > most)
            {
                failure ??=
                    most == 0
                        ? "No fix was expected, but one was offered."
                        : $"The fix was applied {most} times and still finds work: it is not stable.";
                return (project, failure);
            }

            failure ??= await FixedFiles.FindMisshapenTreeAsync(next, cancellationToken);
            project = await FixedFiles.ReparseAsync(next, cancellationToken);
        }

        if ((iterations > 0 || most == 1) && done < most)
            failure ??= $"The fix was applied {done} times; expected {most}.";
        return (project, failure);

        bool IsFixable(Diagnostic diagnostic) =>
            FixableIds.Contains(diagnostic.Id) && project.GetDocument(diagnostic.Location.SourceTree) is not null;

        async Task<Project?> ApplyFirstAsync(ImmutableArray<Diagnostic> fixable)
        {
            foreach (var diagnostic in fixable)
            {
                var document = project.GetDocument(diagnostic.Location.SourceTree)!;
                if (await SelectActionAsync(document, diagnostic, done == 0, verifier, cancellationToken) is not var (provider, single))
                    continue;
                var action = scope is { } all ? await GetFixAllAsync(document, provider, single, all, fixable, cancellationToken) : single;
                if (action is null)
                    return null;
                var operations = await action.GetOperationsAsync(cancellationToken);
                return operations.OfType<ApplyChangesOperation>().Single().ChangedSolution.GetProject(project.Id);
            }

            return null;
        }
    }

    private async Task<(CodeFixProvider Provider, CodeAction Action)?> SelectActionAsync(
        Document document,
        Diagnostic diagnostic,
        bool isFirst,
        IVerifier verifier,
        CancellationToken cancellationToken
    )
    {
        var offers = new List<(CodeFixProvider Provider, CodeAction Action)>();
        foreach (var provider in GetCodeFixProviders().Where(provider => provider.FixableDiagnosticIds.Contains(diagnostic.Id)))
        {
            var context = new CodeFixContext(document, diagnostic, (action, _) => offers.Add((provider, action)), cancellationToken);
            await provider.RegisterCodeFixesAsync(context);
        }

        var index = CodeActionIndex ?? 0;
        if (CodeActionEquivalenceKey is not null)
        {
            index = offers.FindIndex(offer => offer.Action.EquivalenceKey == CodeActionEquivalenceKey);
            if (index < 0 && (CodeActionIndex is null || !isFirst))
                return null;
            verifier.True(
                CodeActionIndex is null || CodeActionIndex == index,
                $"The action '{CodeActionEquivalenceKey}' has index {index}; expected {CodeActionIndex}."
            );
        }

        if (index >= offers.Count)
            return null;
        CodeActionVerifier?.Invoke(offers[index].Action, verifier);
        return offers[index];
    }

    private static Task<CodeAction?> GetFixAllAsync(
        Document document,
        CodeFixProvider provider,
        CodeAction action,
        FixAllScope scope,
        ImmutableArray<Diagnostic> diagnostics,
        CancellationToken cancellationToken
    )
    {
        var fixAll = provider.GetFixAllProvider();
        if (fixAll is null || !fixAll.GetSupportedFixAllScopes().Contains(scope))
            return Task.FromResult<CodeAction?>(null);
        var ids = fixAll.GetSupportedFixAllDiagnosticIds(provider);
        var known = new KnownDiagnostics(diagnostics);
        return fixAll.GetFixAsync(new FixAllContext(document, provider, scope, action.EquivalenceKey, ids, known, cancellationToken));
    }

    private static bool IsSame(ImmutableArray<Diagnostic> some, ImmutableArray<Diagnostic> others)
    {
        return Places(some).SequenceEqual(Places(others));

        static IEnumerable<(string Id, string Path, TextSpan Span)> Places(ImmutableArray<Diagnostic> diagnostics) =>
            diagnostics.Select(diagnostic => (diagnostic.Id, diagnostic.Location.GetLineSpan().Path, diagnostic.Location.SourceSpan));
    }

    private sealed class KnownDiagnostics(ImmutableArray<Diagnostic> diagnostics) : FixAllContext.DiagnosticProvider
    {
        public override Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult<IEnumerable<Diagnostic>>(diagnostics);

        public override async Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(
            Document document,
            CancellationToken cancellationToken
        )
        {
            var tree = await document.GetSyntaxTreeAsync(cancellationToken);
            return diagnostics.Where(diagnostic => diagnostic.Location.SourceTree == tree);
        }

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult(diagnostics.Where(diagnostic => !diagnostic.Location.IsInSource));
    }
}
