using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace LockAnalyzers.Benchmarks;

internal static class Analysis
{
    /// <summary>On one thread: with several, the time that is attributed to an analyzer includes its waiting for the others.</summary>
    public static CompilationWithAnalyzers Of(Compilation compilation, ImmutableArray<DiagnosticAnalyzer> analyzers) =>
        new(
            compilation,
            analyzers,
            new CompilationWithAnalyzersOptions(
                new AnalyzerOptions([]),
                onAnalyzerException: null,
                concurrentAnalysis: false,
                logAnalyzerExecutionTime: true
            )
        );

    /// <summary>An analyzer that threw has stopped its work, so its time would be too short.</summary>
    public static void EnsureNoneFailed(ImmutableArray<Diagnostic> diagnostics)
    {
        if (diagnostics.FirstOrDefault(static d => d.Id == "AD0001") is { } failure)
            throw new InvalidOperationException(failure.GetMessage());
    }
}
