using System.Collections.Immutable;
using LockAnalyzers.Flow;

namespace LockAnalyzers.Rules;

/// <summary>What a mode rule tells its fix: whose flags they are.</summary>
internal static class ModeFix
{
    public const string Api = nameof(Api);

    /// <summary>The mode is an argument of a wrapper of the user's own.</summary>
    public const string Wrapper = nameof(Wrapper);

    public static ImmutableDictionary<string, string?> Properties(CallFacts call) =>
        ImmutableDictionary<string, string?>.Empty.Add(Api, call.IsDirect ? call.Api.ToString() : Wrapper);
}
