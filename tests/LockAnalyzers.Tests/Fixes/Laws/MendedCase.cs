using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace LockAnalyzers.Tests.Fixes.Laws;

/// <summary>A case before and after one run of all fixes.</summary>
internal sealed record MendedCase(Solution Before, ImmutableArray<Diagnostic> Found, Solution After, ImmutableArray<Diagnostic> Left)
{
    private static readonly ConcurrentDictionary<string, Lazy<Task<MendedCase>>> s_cases = new();

    /// <summary>The same for all laws, which ask one after another.</summary>
    public static Task<MendedCase> OfAsync(string @case) =>
        s_cases.GetOrAdd(@case, key => new(() => OfAsync(JudgedCode.Read(key).Select(Layouts.Lf)))).Value;

    public static async Task<MendedCase> OfAsync(IEnumerable<string> code)
    {
        var before = await Mending.SolutionOfAsync(code);
        var found = await Mending.JudgeAsync(before);
        var after = await Mending.RunAsync(before, Mending.Ids);
        return new(before, found, after, ReferenceEquals(before, after) ? found : await Mending.JudgeAsync(after));
    }

    public async Task<string> BeforeTextAsync() => string.Join(Break, await Mending.TextsAsync(Before));

    public async Task<string> TextAsync() => string.Join(Break, await Mending.TextsAsync(After));

    private const string Break = "\n// ---- next file ----\n";
}
