using System.Collections.Immutable;
using LockAnalyzers.Model.Locks;
using Microsoft.CodeAnalysis;

namespace LockAnalyzers.Rules.Range;

/// <summary>
/// What a range rule tells its fix: the calls that must name the same bytes as the one reported, and what is wrong with it.
/// </summary>
internal sealed record RangeFixData : FixData
{
    /// <summary>The other locks and unlocks of the same bytes, so that a fix changes them all.</summary>
    public ImmutableArray<Location> Partners { get; init; } = ImmutableArray<Location>.Empty;

    /// <summary>What is wrong with the halves of a 64-bit value, or nothing.</summary>
    public HalfProblem Problem { get; init; }

    /// <summary>The offset is wrong, not only the length.</summary>
    public bool IsOffsetWrong { get; init; }

    /// <summary>Every call concerned begins at the first byte, though its arguments may not spell that.</summary>
    public bool IsOffsetZero { get; init; }

    protected override ImmutableArray<(string Name, ImmutableArray<Location> Locations)> Groups =>
        ImmutableArray.Create((nameof(Partners), Partners));

    protected override IEnumerable<(string Name, string Value)> Values
    {
        get
        {
            if (Problem != HalfProblem.None)
                yield return (nameof(Problem), Problem.ToString());
            if (IsOffsetWrong)
                yield return (nameof(IsOffsetWrong), bool.TrueString);
            if (IsOffsetZero)
                yield return (nameof(IsOffsetZero), bool.TrueString);
        }
    }

    /// <summary>Reads back what <see cref="FixData.ToProperties"/> wrote; null where a property names no place of the diagnostic.</summary>
    public static RangeFixData? TryRead(Diagnostic diagnostic) =>
        LocationsIn(diagnostic, nameof(Partners)) is { } partners && partners.Length == diagnostic.AdditionalLocations.Count
            ? new()
            {
                Partners = partners,
                Problem = NameIn<HalfProblem>(diagnostic, nameof(Problem)) ?? HalfProblem.None,
                IsOffsetWrong = ValueIn(diagnostic, nameof(IsOffsetWrong)) is not null,
                IsOffsetZero = ValueIn(diagnostic, nameof(IsOffsetZero)) is not null,
            }
            : null;
}
