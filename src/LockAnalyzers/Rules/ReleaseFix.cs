using System.Collections.Immutable;
using System.Globalization;
using LockAnalyzers.Flow;

namespace LockAnalyzers.Rules;

/// <summary>What a release rule tells its fix: where the lock is given back.</summary>
internal static class ReleaseFix
{
    /// <summary>Where the releases of the lock start in the file, in order.</summary>
    public const string Releases = nameof(Releases);

    public static ImmutableDictionary<string, string?> Properties(CallFacts call) => ImmutableDictionary<string, string?>.Empty.Add(
        Releases, string.Join(",", call.ReleaseSites.Select(r => r.Syntax.SpanStart.ToString(CultureInfo.InvariantCulture))));
}
