using System.Collections.Immutable;
using System.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace LockAnalyzers.Benchmarks;

/// <summary>
/// The cost of one run: its time by the clock, its processor time, which other programs on the machine disturb less, and the part that the
/// compiler attributes to the analyzer.
/// </summary>
/// <param name="Reported">Diagnostics of the analyzer; errors where there is no analyzer.</param>
internal readonly record struct Cost(TimeSpan Wall, TimeSpan Processor, TimeSpan Analyzer, int Reported)
{
    public static Cost operator +(Cost a, Cost b) =>
        new(a.Wall + b.Wall, a.Processor + b.Processor, a.Analyzer + b.Analyzer, a.Reported + b.Reported);

    /// <summary>Binds the whole compilation without any analyzer.</summary>
    public static Cost OfBinding(Compilation compilation) => Of(() => compilation.GetDiagnostics());

    /// <summary>What an editor shows for one document without any analyzer.</summary>
    public static Cost OfBinding(SemanticModel document) => Of(() => document.GetDiagnostics());

    /// <summary>Binds the whole compilation with <paramref name="analyzers"/>, which must be new.</summary>
    public static Task<Cost> OfAnalysisAsync(Compilation compilation, ImmutableArray<DiagnosticAnalyzer> analyzers) =>
        OfAnalysisAsync(compilation, analyzers, static analysis => analysis.GetAnalyzerDiagnosticsAsync());

    /// <summary>Runs what <paramref name="ask"/> asks of an analysis of <paramref name="compilation"/>.</summary>
    public static async Task<Cost> OfAnalysisAsync(
        Compilation compilation,
        ImmutableArray<DiagnosticAnalyzer> analyzers,
        Func<CompilationWithAnalyzers, Task<ImmutableArray<Diagnostic>>> ask
    )
    {
        var before = Environment.CpuUsage.TotalTime;
        var clock = Stopwatch.StartNew();
        var analysis = Analysis.Of(compilation, analyzers);
        var diagnostics = await ask(analysis);
        var wall = clock.Elapsed;
        var processor = Environment.CpuUsage.TotalTime - before;

        Analysis.EnsureNoneFailed(diagnostics);
        var own = TimeSpan.Zero;
        foreach (var analyzer in analyzers)
            own += (await analysis.GetAnalyzerTelemetryInfoAsync(analyzer, default)).ExecutionTime;

        return new(wall, processor, own, diagnostics.Length);
    }

    private static Cost Of(Func<ImmutableArray<Diagnostic>> bind)
    {
        var before = Environment.CpuUsage.TotalTime;
        var clock = Stopwatch.StartNew();
        var diagnostics = bind();
        return new(
            clock.Elapsed,
            Environment.CpuUsage.TotalTime - before,
            TimeSpan.Zero,
            diagnostics.Count(static d => d.Severity == DiagnosticSeverity.Error)
        );
    }
}
