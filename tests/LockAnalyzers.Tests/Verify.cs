using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Testing;

namespace LockAnalyzers.Tests;

/// <summary>
/// The tests of rules and fixes, down to their code. Code compiles for net8.0 with unsafe allowed, and every diagnostic counts,
/// Info too: <c>{|LOCK1001:…|}</c> marks where one must be, and no other may be anywhere.
/// </summary>
internal static class Verify
{
    public static DiagnosticResult Diagnostic(string id) => CSharpAnalyzerVerifier<LockUsageAnalyzer, DefaultVerifier>.Diagnostic(id);

    /// <summary>Exactly the diagnostics that the markup and the expectations name; without any of them, silence.</summary>
    public static Task AnalyzerAsync(string source, params DiagnosticResult[] expected)
    {
        var test = new LockTest { TestCode = source };
        test.ExpectedDiagnostics.AddRange(expected);
        return test.RunAsync();
    }

    /// <summary>The diagnostics, and what the fix with the key makes of the code; of several, the first fix if no key is given.</summary>
    public static Task FixAsync<TFix>(string source, string fixedSource, string? key = null)
        where TFix : CodeFixProvider, new() =>
        new LockFixTest<TFix> { TestCode = source, FixedCode = fixedSource, CodeActionEquivalenceKey = key }.RunAsync();

    /// <summary>The diagnostics, and that the fix is not offered.</summary>
    public static Task NoFixAsync<TFix>(string source)
        where TFix : CodeFixProvider, new() => FixAsync<TFix>(source, source);
}

/// <summary>For a test that needs more than <see cref="Verify.AnalyzerAsync"/>: references, files, another framework.</summary>
internal sealed class LockTest : CSharpAnalyzerTest<LockUsageAnalyzer, DefaultVerifier>
{
    public LockTest() => ReferenceAssemblies = ReferenceAssemblies.Net.Net80;
}

/// <summary>For a test that needs more than <see cref="Verify.FixAsync"/>.</summary>
internal sealed class LockFixTest<TFix> : CSharpCodeFixTest<LockUsageAnalyzer, TFix, DefaultVerifier>
    where TFix : CodeFixProvider, new()
{
    public LockFixTest() => ReferenceAssemblies = ReferenceAssemblies.Net.Net80;
}
