using System.Runtime.CompilerServices;
using LockAnalyzers.CodeFixes.Fixing;
using LockAnalyzers.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Testing;

namespace LockAnalyzers.Tests;

/// <summary>
/// The tests of rules and fixes, down to their code. Code compiles for net8.0 with unsafe allowed, and every diagnostic of the rule's
/// family counts, Info too: <c>{|LOCK1001:…|}</c> marks where one must be, and no other may be anywhere.
/// </summary>
internal static class Verify
{
    public static DiagnosticResult Diagnostic(string id) => CSharpAnalyzerVerifier<LockUsageAnalyzer, DefaultVerifier>.Diagnostic(id);

    /// <summary>Exactly the diagnostics that the markup and the expectations name; without any of them, silence.</summary>
    public static Task AnalyzerAsync(string source, DiagnosticResult expected, [CallerFilePath] string tests = "") =>
        AnalyzerAsync(source, [expected], tests);

    /// <inheritdoc cref="AnalyzerAsync(string, DiagnosticResult, string)"/>
    public static Task AnalyzerAsync(string source, DiagnosticResult[]? expected = null, [CallerFilePath] string tests = "")
    {
        var test = new LockTest(tests) { TestCode = source };
        test.ExpectedDiagnostics.AddRange(expected ?? []);
        return test.RunAsync();
    }

    /// <summary>The diagnostics, and what the fix with the key makes of the code; of several, the first fix if no key is given.</summary>
    public static Task FixAsync<TFix>(string source, string fixedSource, string? key = null, [CallerFilePath] string tests = "")
        where TFix : CodeFixProvider, new()
    {
        var test = new LockFixTest<TFix>(tests)
        {
            TestCode = source,
            FixedCode = fixedSource,
            CodeActionEquivalenceKey = key,
        };

        // LOCK2005 is mended one at a time: FixAll leaves it as it is.
        if (source.Contains("{|LOCK2005:", StringComparison.Ordinal))
        {
            test.BatchFixedCode = source;
            test.BatchFixedState.MarkupHandling = MarkupMode.Allow;
        }

        return test.RunAsync();
    }

    /// <summary>The diagnostics, and that the fix is not offered.</summary>
    public static Task NoFixAsync<TFix>(string source, [CallerFilePath] string tests = "")
        where TFix : CodeFixProvider, new() => FixAsync<TFix>(source, source, null, tests);
}

/// <summary>
/// A rule is tested on code that is about its own family: what the others say of it is tested where they are. Which family that is, the
/// test file's name says: it begins with the rule's, or with that of a fix. In files of any other name every rule counts.
/// </summary>
internal static class Family
{
    private static readonly IReadOnlyList<string> s_ids =
    [
        .. new LockUsageAnalyzer().SupportedDiagnostics.Select(rule => rule.Id).Distinct(),
    ];

    private static readonly IReadOnlyList<(string Name, string[] Ids)> s_subjects =
    [
        .. typeof(LockUsageAnalyzer)
            .Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(Rule)) && !type.IsAbstract && type.GetField("Id") is not null)
            .Select(rule => (rule.Name, new[] { (string)rule.GetField("Id")!.GetRawConstantValue()! })),
        .. typeof(LockFixProvider)
            .Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(LockFixProvider)) && !type.IsAbstract)
            .Select(fix => (fix.Name, ((CodeFixProvider)Activator.CreateInstance(fix)!).FixableDiagnosticIds.ToArray())),
    ];

    public static IEnumerable<string> OthersThanIn(string tests)
    {
        var name = Path.GetFileNameWithoutExtension(tests);
        var families = s_subjects
            .Where(subject => name.StartsWith(subject.Name, StringComparison.Ordinal))
            .SelectMany(subject => subject.Ids)
            .Select(Of)
            .ToHashSet();
        return families.Count == 0 ? [] : s_ids.Where(id => !families.Contains(Of(id)));
    }

    private static string Of(string id) => id[..5];
}

/// <summary>
/// For a test that needs more than <see cref="Verify.AnalyzerAsync(string, DiagnosticResult, string)"/>: references, files, another
/// framework.
/// </summary>
internal sealed class LockTest : CSharpAnalyzerTest<LockUsageAnalyzer, DefaultVerifier>
{
    public LockTest([CallerFilePath] string tests = "")
    {
        ReferenceAssemblies = ReferenceAssemblies.Net.Net80;
        DisabledDiagnostics.AddRange(Family.OthersThanIn(tests));
    }
}

/// <summary>For a test that needs more than <see cref="Verify.FixAsync"/>.</summary>
internal sealed class LockFixTest<TFix> : CSharpCodeFixTest<LockUsageAnalyzer, TFix, DefaultVerifier>
    where TFix : CodeFixProvider, new()
{
    public LockFixTest([CallerFilePath] string tests = "")
    {
        ReferenceAssemblies = ReferenceAssemblies.Net.Net80;
        DisabledDiagnostics.AddRange(Family.OthersThanIn(tests));
    }
}
