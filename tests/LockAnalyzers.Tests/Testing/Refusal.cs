using Microsoft.CodeAnalysis.Testing;
using Xunit;

namespace LockAnalyzers.Tests.Testing;

internal static class Refusal
{
    /// <summary>The test must fail, and its message must say why.</summary>
    public static async Task Of(AnalyzerTest<DefaultVerifier> test, params string[] reasons)
    {
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => test.RunAsync());
        foreach (var reason in reasons)
            Assert.Contains(reason, failure.Message, StringComparison.Ordinal);
    }
}
