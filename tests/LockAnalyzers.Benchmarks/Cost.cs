using System.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace LockAnalyzers.Benchmarks;

/// <summary>
/// What one run took: all of it by the clock and in processor time, which other programs on the machine disturb less, and the analyzer's
/// own part as the compiler attributes it.
/// </summary>
internal readonly record struct Cost(TimeSpan Wall, TimeSpan Processor, TimeSpan Analyzer, int Reported)
{
    /// <summary>Binds the whole compilation without any analyzer.</summary>
    public static Cost OfBinding(Compilation compilation)
    {
        TimeSpan before = Environment.CpuUsage.TotalTime;
        var clock = Stopwatch.StartNew();
        compilation.GetDiagnostics();
        return new(clock.Elapsed, Environment.CpuUsage.TotalTime - before, TimeSpan.Zero, Reported: 0);
    }

    /// <summary>Binds the whole compilation while <paramref name="analyzer"/>, which must be new, looks on.</summary>
    public static async Task<Cost> OfAnalysisAsync(Compilation compilation, DiagnosticAnalyzer analyzer)
    {
        // One thread: with several, the time attributed to an analyzer includes its waiting for the others.
        var options = new CompilationWithAnalyzersOptions(
            new AnalyzerOptions([]), Rethrow, concurrentAnalysis: false, logAnalyzerExecutionTime: true);

        TimeSpan before = Environment.CpuUsage.TotalTime;
        var clock = Stopwatch.StartNew();
        CompilationWithAnalyzers analysis = compilation.WithAnalyzers([analyzer], options);
        AnalysisResult result = await analysis.GetAnalysisResultAsync(CancellationToken.None);
        TimeSpan wall = clock.Elapsed;
        TimeSpan processor = Environment.CpuUsage.TotalTime - before;

        return new(wall, processor, result.AnalyzerTelemetryInfo[analyzer].ExecutionTime, result.GetAllDiagnostics().Length);
    }

    private static void Rethrow(Exception exception, DiagnosticAnalyzer analyzer, Diagnostic diagnostic) =>
        throw new InvalidOperationException(diagnostic.GetMessage(), exception);
}
