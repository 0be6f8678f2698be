using System.Collections.Immutable;
using LockAnalyzers.Recognition;

namespace LockAnalyzers.Rules;

/// <summary>What a mode rule tells its fix: whose flags they are.</summary>
internal static class ModeFix
{
    public const string Api = nameof(Api);

    public static ImmutableDictionary<string, string?> Properties(LockApi api) =>
        ImmutableDictionary<string, string?>.Empty.Add(Api, api.ToString());
}
