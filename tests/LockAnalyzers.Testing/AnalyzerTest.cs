using System.Collections.Immutable;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>
/// Compiles a state, runs the analyzers over it and holds what they and the compiler say against what the test expects: nothing
/// may be missing, and nothing else may be there. A crash of an analyzer is a diagnostic (AD0001) and so fails the test.
/// </summary>
public abstract class AnalyzerTest<TVerifier>
    where TVerifier : IVerifier, new()
{
    protected AnalyzerTest() => TestState = NewState();

    public abstract string Language { get; }

    protected virtual string DefaultFilePathPrefix => "/0/Test";

    protected abstract string DefaultFileExt { get; }

    protected string DefaultFilePath => $"{DefaultFilePathPrefix}0.{DefaultFileExt}";

    protected IVerifier Verify { get; } = new TVerifier();

    public SolutionState TestState { get; }

    /// <summary>Adds a file to <see cref="TestState"/>.</summary>
    public string TestCode
    {
        set => TestState.Sources.Add(value);
    }

    public List<DiagnosticResult> ExpectedDiagnostics => TestState.ExpectedDiagnostics;

    public CompilerDiagnostics CompilerDiagnostics { get; set; } = CompilerDiagnostics.Errors;

    public MarkupOptions MarkupOptions { get; set; }

    public TestBehaviors TestBehaviors { get; set; }

    public List<string> DisabledDiagnostics { get; } = [];

    public ReferenceAssemblies ReferenceAssemblies { get; set; } = ReferenceAssemblies.Net.Net80;

    /// <summary>What else must hold of a diagnostic that was expected, its properties for example.</summary>
    public Action<Diagnostic, DiagnosticResult, IVerifier>? DiagnosticVerifier { get; set; }

    public List<Func<Solution, ProjectId, Solution>> SolutionTransforms { get; } = [];

    private ImmutableArray<DiagnosticDescriptor> Supported =>
        [.. GetDiagnosticAnalyzers().SelectMany(analyzer => analyzer.SupportedDiagnostics)];

    protected abstract IEnumerable<DiagnosticAnalyzer> GetDiagnosticAnalyzers();

    protected abstract CompilationOptions CreateCompilationOptions();

    protected abstract ParseOptions CreateParseOptions();

    public async Task RunAsync(CancellationToken cancellationToken = default)
    {
        Verify.True(TestState.Sources.Count != 0, "The test has no source.");
        foreach (var analyzer in GetDiagnosticAnalyzers())
            Verify.True(ConfiguredAnalysis.Says(analyzer), $"{analyzer.GetType().Name} does not say what it does with generated code.");
        await RunImplAsync(cancellationToken);
    }

    protected virtual Task RunImplAsync(CancellationToken cancellationToken) =>
        VerifyDiagnosticsAsync(Evaluate(TestState.Inherit(null, []), []), Verify, cancellationToken);

    private protected SolutionState NewState() => new(DefaultFilePathPrefix, DefaultFileExt);

    private protected EvaluatedState Evaluate(SolutionState state, ImmutableArray<string> fixableIds)
    {
        var supported = Supported;
        var usable = supported.Length == 1 || (supported.Length != 0 && MarkupOptions.HasFlag(MarkupOptions.UseFirstDescriptor));
        var diagnostics = new DiagnosticSource(MarkupOptions, usable ? supported[0] : null, supported, fixableIds);
        return state.Evaluate(diagnostics, DefaultFilePath, ReferenceAssemblies);
    }

    private protected async Task VerifyDiagnosticsAsync(EvaluatedState state, IVerifier verifier, CancellationToken cancellationToken)
    {
        Verify(await ReportedAsync(state), state.ExpectedDiagnostics, verifier);
        if (!TestBehaviors.HasFlag(TestBehaviors.SkipSuppressionCheck) && state.ExpectedDiagnostics.Any(IsSuppressible))
            await VerifySuppressionAsync();

        async Task VerifySuppressionAsync()
        {
            var ids = state.ExpectedDiagnostics.Where(IsSuppressible).Select(diagnostic => diagnostic.Id).Distinct();
            var pragma = $"#pragma warning disable {string.Join(", ", ids)}";
            var suppressed = state with
            {
                Sources = [.. state.Sources.Select(file => (file.filename, file.content.Replace(new TextSpan(0, 0), pragma + "\n")))],
            };
            var rest = state
                .ExpectedDiagnostics.Where(diagnostic => !IsSuppressible(diagnostic))
                .Select(diagnostic => IsInSource(diagnostic) ? diagnostic.WithLineOffset(1) : diagnostic);
            Verify(await ReportedAsync(suppressed), [.. rest], verifier.PushContext($"Under '{pragma}'"));
        }

        async Task<ImmutableArray<Diagnostic>> ReportedAsync(EvaluatedState someState)
        {
            using var workspace = new AdhocWorkspace();
            var project = await CreateProjectAsync(workspace, someState, cancellationToken);
            return (await GetDiagnosticsAsync(project, cancellationToken)).All;
        }

        void Verify(ImmutableArray<Diagnostic> actual, ImmutableArray<DiagnosticResult> expected, IVerifier context)
        {
            var matching = DiagnosticMatching.Of(expected, actual);
            context.True(matching.IsPerfect, matching.ToString());
            foreach (var (result, diagnostic) in matching.Pairs)
                DiagnosticVerifier?.Invoke(diagnostic, result, context);
        }

        bool IsInSource(DiagnosticResult diagnostic) =>
            diagnostic.HasLocation && state.Sources.Any(file => file.filename == diagnostic.Spans[0].Span.Path);

        bool IsSuppressible(DiagnosticResult diagnostic)
        {
            var descriptors = Supported.Where(descriptor => descriptor.Id == diagnostic.Id).ToList();
            return IsInSource(diagnostic)
                && descriptors.Count != 0
                && !descriptors.Any(descriptor => descriptor.CustomTags.Contains(WellKnownDiagnosticTags.NotConfigurable));
        }
    }

    private protected async Task<Project> CreateProjectAsync(
        AdhocWorkspace workspace,
        EvaluatedState state,
        CancellationToken cancellationToken
    )
    {
        var id = ProjectId.CreateNewId();
        var references = await state.ReferenceAssemblies.ResolveAsync(Language, cancellationToken);
        var solution = workspace
            .CurrentSolution.AddProject(id, "TestProject", "TestProject", Language)
            .WithProjectCompilationOptions(id, CreateCompilationOptions().WithOutputKind(state.OutputKind))
            .WithProjectParseOptions(id, CreateParseOptions())
            .AddMetadataReferences(id, references)
            .AddMetadataReferences(id, state.AdditionalReferences);
        foreach (var (path, content) in state.Sources)
            solution = solution.AddDocument(DocumentId.CreateNewId(id), Path.GetFileName(path), content, filePath: path);
        foreach (var (path, content) in state.AdditionalFiles)
            solution = solution.AddAdditionalDocument(DocumentId.CreateNewId(id), Path.GetFileName(path), content, filePath: path);
        foreach (var (path, content) in state.AnalyzerConfigFiles)
            solution = solution.AddAnalyzerConfigDocument(DocumentId.CreateNewId(id), Path.GetFileName(path), content, filePath: path);
        var project = SolutionTransforms.Aggregate(solution, (current, transform) => transform(current, id)).GetProject(id)!;
        return project.WithCompilationOptions(WithAllSupportedDiagnostics(project.CompilationOptions!));
    }

    // A descriptor that is off by default is on in a test of its analyzer.
    private CompilationOptions WithAllSupportedDiagnostics(CompilationOptions options)
    {
        var specific = options.SpecificDiagnosticOptions.SetItem("AD0001", ReportDiagnostic.Error);
        foreach (var descriptor in Supported)
        {
            var report = descriptor.IsEnabledByDefault ? ReportDiagnostic.Default : On(descriptor.DefaultSeverity);
            specific = specific.SetItem(descriptor.Id, report);
        }

        return options.WithSpecificDiagnosticOptions(
            specific.SetItems(DisabledDiagnostics.Select(id => KeyValuePair.Create(id, ReportDiagnostic.Suppress)))
        );

        static ReportDiagnostic On(DiagnosticSeverity severity) =>
            severity switch
            {
                DiagnosticSeverity.Hidden => ReportDiagnostic.Hidden,
                DiagnosticSeverity.Info => ReportDiagnostic.Info,
                DiagnosticSeverity.Warning => ReportDiagnostic.Warn,
                _ => ReportDiagnostic.Error,
            };
    }

    /// <summary>In the order of the code. <c>AtEnd</c> are those of them that come only with the end of a compilation.</summary>
    private protected async Task<(ImmutableArray<Diagnostic> All, ImmutableArray<Diagnostic> AtEnd)> GetDiagnosticsAsync(
        Project project,
        CancellationToken cancellationToken
    )
    {
        var compilation = (await project.GetCompilationAsync(cancellationToken))!;
        var options = new CompilationWithAnalyzersOptions(
            project.AnalyzerOptions,
            onAnalyzerException: null,
            concurrentAnalysis: true,
            logAnalyzerExecutionTime: false,
            reportSuppressedDiagnostics: false
        );
        var withAnalyzers = compilation.WithAnalyzers([.. GetDiagnosticAnalyzers()], options);
        var analysis = await withAnalyzers.GetAnalysisResultAsync(cancellationToken);
        var all = compilation
            .GetDiagnostics(cancellationToken)
            .Concat(analysis.GetAllDiagnostics())
            .Where(IsIncluded)
            .OrderBy(diagnostic => diagnostic.Location.GetLineSpan().Path, StringComparer.Ordinal)
            .ThenBy(diagnostic => diagnostic.Location.SourceSpan)
            .ThenBy(diagnostic => diagnostic.Id, StringComparer.Ordinal);
        return ([.. all], [.. analysis.CompilationDiagnostics.Values.SelectMany(diagnostics => diagnostics)]);

        bool IsIncluded(Diagnostic diagnostic) =>
            !diagnostic.Descriptor.CustomTags.Contains(WellKnownDiagnosticTags.Compiler)
            || IsCompilerDiagnosticIncluded(diagnostic, CompilerDiagnostics);
    }

    protected virtual bool IsCompilerDiagnosticIncluded(Diagnostic diagnostic, CompilerDiagnostics compilerDiagnostics) =>
        compilerDiagnostics switch
        {
            CompilerDiagnostics.Errors => diagnostic.Severity >= DiagnosticSeverity.Error,
            CompilerDiagnostics.Warnings => diagnostic.Severity >= DiagnosticSeverity.Warning,
            CompilerDiagnostics.Suggestions => diagnostic.Severity >= DiagnosticSeverity.Info,
            CompilerDiagnostics.All => true,
            _ => false,
        };
}
