using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace LockAnalyzers.Rules.Release;

/// <summary>What a release rule tells its fixes: where the lock is taken, released and lost.</summary>
internal sealed record ReleaseFixData : FixData
{
    /// <summary>Where the code opens the locked file, if it does.</summary>
    public Location? Opening { get; init; }

    /// <summary>The exits before which something is to be done; none where that would not fix the fault.</summary>
    public ImmutableArray<Location> Exits { get; init; } = ImmutableArray<Location>.Empty;

    /// <summary>The releases of the lock in the order of the source; where the lock ends with its file, what closes that.</summary>
    public ImmutableArray<Location> Releases { get; init; } = ImmutableArray<Location>.Empty;

    /// <summary>What closes the file too early: before the unlock, or without one.</summary>
    public ImmutableArray<Location> Closings { get; init; } = ImmutableArray<Location>.Empty;

    /// <summary>The last write that is still in a buffer when the lock is released or the file is closed.</summary>
    public Location? BufferedWrite { get; init; }

    protected override ImmutableArray<(string Name, ImmutableArray<Location> Locations)> Groups =>
        ImmutableArray.Create(
            (nameof(Opening), OneOrNone(Opening)),
            (nameof(Exits), Exits),
            (nameof(Releases), Releases),
            (nameof(Closings), Closings),
            (nameof(BufferedWrite), OneOrNone(BufferedWrite))
        );

    /// <summary>Reads back what <see cref="FixData.ToProperties"/> wrote; null where a property names no place of the diagnostic.</summary>
    public static ReleaseFixData? TryRead(Diagnostic diagnostic) =>
        LocationsIn(diagnostic, nameof(Opening)) is { Length: <= 1 } opening
        && LocationsIn(diagnostic, nameof(Exits)) is { } exits
        && LocationsIn(diagnostic, nameof(Releases)) is { } releases
        && LocationsIn(diagnostic, nameof(Closings)) is { } closings
        && LocationsIn(diagnostic, nameof(BufferedWrite)) is { Length: <= 1 } write
            ? new()
            {
                Opening = opening.FirstOrDefault(),
                Exits = exits,
                Releases = releases,
                Closings = closings,
                BufferedWrite = write.FirstOrDefault(),
            }
            : null;
}
