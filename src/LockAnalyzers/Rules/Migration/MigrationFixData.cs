using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace LockAnalyzers.Rules.Migration;

/// <summary>What LOCK6001 tells its fix: the parts of the lock that is written out.</summary>
internal sealed record MigrationFixData : FixData
{
    /// <summary>The calls that release the lock.</summary>
    public ImmutableArray<Location> Releases { get; init; } = ImmutableArray<Location>.Empty;

    /// <summary>The declaration that opens the file for the lock alone, if there is one.</summary>
    public Location? Opening { get; init; }

    /// <summary>Any number of holders share the lock.</summary>
    public bool IsShared { get; init; }

    protected override ImmutableArray<(string Name, ImmutableArray<Location> Locations)> Groups =>
        ImmutableArray.Create((nameof(Releases), Releases), (nameof(Opening), OneOrNone(Opening)));

    protected override IEnumerable<(string Name, string Value)> Values => IsShared ? [(nameof(IsShared), "")] : [];

    /// <summary>Reads back what <see cref="FixData.ToProperties"/> wrote; null where a property names no place of the diagnostic.</summary>
    public static MigrationFixData? TryRead(Diagnostic diagnostic) =>
        LocationsIn(diagnostic, nameof(Releases)) is { IsEmpty: false } releases
        && LocationsIn(diagnostic, nameof(Opening)) is { Length: <= 1 } opening
            ? new()
            {
                Releases = releases,
                Opening = opening.FirstOrDefault(),
                IsShared = ValueIn(diagnostic, nameof(IsShared)) is not null,
            }
            : null;
}
