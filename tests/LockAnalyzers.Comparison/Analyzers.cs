using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace LockAnalyzers.Comparison;

/// <summary>The analyzers of one package, each of their rules on.</summary>
internal sealed class Analyzers(string name, ImmutableArray<DiagnosticAnalyzer> analyzers)
{
    private readonly ImmutableDictionary<string, ReportDiagnostic> _allOn = analyzers
        .SelectMany(analyzer => analyzer.SupportedDiagnostics)
        .Select(rule => rule.Id)
        .Distinct()
        .ToImmutableDictionary(id => id, _ => ReportDiagnostic.Warn);

    public string Name => name;

    /// <summary>Those that ended with an exception, and with which: what they would have reported is unknown.</summary>
    public IReadOnlyDictionary<string, Exception> Thrown => _thrown;

    private readonly SortedDictionary<string, Exception> _thrown = new(StringComparer.Ordinal);

    /// <summary>The time that the analyzers took since the last reset, on one thread.</summary>
    public TimeSpan Spent { get; private set; }

    public static Analyzers Load(string name, string folder)
    {
        var context = new Context(folder);
        var analyzers =
            from file in Directory.EnumerateFiles(folder, "*.dll").Order(StringComparer.Ordinal)
            where !file.Contains("CodeFix", StringComparison.Ordinal)
            from type in context.LoadFromAssemblyPath(file).GetTypes()
            where type is { IsAbstract: false } && type.IsSubclassOf(typeof(DiagnosticAnalyzer))
            let attribute = type.GetCustomAttribute<DiagnosticAnalyzerAttribute>()
            where attribute is not null && attribute.Languages.Contains(LanguageNames.CSharp)
            select (DiagnosticAnalyzer)Activator.CreateInstance(type)!;
        return new(name, [.. analyzers]);
    }

    public void Reset() => Spent = TimeSpan.Zero;

    /// <summary>The ids reported in a case, with the lines that they touch.</summary>
    public async Task<ImmutableHashSet<(string Id, string File, int Line)>> ReportedAsync(CodeCase code)
    {
        var compilation = code.Compilation.WithOptions(code.Compilation.Options.WithSpecificDiagnosticOptions(_allOn));
        var options = new CompilationWithAnalyzersOptions(
            new([]),
            (exception, analyzer, _) => _thrown[analyzer.GetType().Name] = exception,
            concurrentAnalysis: false,
            logAnalyzerExecutionTime: true
        );
        var run = ((CSharpCompilation)compilation).WithAnalyzers(analyzers, options);
        var result = await run.GetAnalysisResultAsync(CancellationToken.None);
        foreach (var telemetry in result.AnalyzerTelemetryInfo.Values)
            Spent += telemetry.ExecutionTime;
        return
        [
            .. from diagnostic in result.GetAllDiagnostics()
            where diagnostic.Id != "AD0001" && diagnostic.Location.IsInSource
            let span = diagnostic.Location.GetLineSpan()
            from line in Enumerable.Range(
                span.StartLinePosition.Line,
                Math.Min(3, 1 + span.EndLinePosition.Line - span.StartLinePosition.Line)
            )
            select (diagnostic.Id, span.Path, line),
        ];
    }

    /// <summary>What an analyzer brings along is beside it; the compiler and the framework are this program's.</summary>
    private sealed class Context(string folder) : AssemblyLoadContext
    {
        protected override Assembly? Load(AssemblyName name)
        {
            var beside = Path.Combine(folder, name.Name + ".dll");
            return File.Exists(beside) ? LoadFromAssemblyPath(beside) : null;
        }
    }
}
