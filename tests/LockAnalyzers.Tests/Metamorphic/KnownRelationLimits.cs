namespace LockAnalyzers.Tests.Metamorphic;

/// <summary>
/// What relations do not keep, by relation, with the reason and the cases. Every entry must differ: what comes to be kept must leave this
/// list.
/// </summary>
internal static class KnownRelationLimits
{
    private static readonly (string Relation, string Reason, string[] Cases)[] s_all = [];

    public static HashSet<string> Of(string relation) =>
        [.. s_all.Where(limit => limit.Relation == relation).SelectMany(limit => limit.Cases)];
}
