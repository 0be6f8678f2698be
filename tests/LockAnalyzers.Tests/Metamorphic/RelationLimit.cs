namespace LockAnalyzers.Tests.Metamorphic;

/// <summary>What a relation does not keep: any diagnostic of some cases, or the diagnostics with some ids in any case.</summary>
internal sealed record RelationLimit(string Relation, string Reason, string[]? Cases = null, string[]? Ids = null)
{
    /// <summary>What the limit is about, each of which must differ somewhere.</summary>
    public IEnumerable<string> Subjects => [.. Cases ?? [], .. Ids ?? []];

    public bool Knows(string @case, string id) => Cases?.Contains(@case) == true || Ids?.Contains(id) == true;
}
