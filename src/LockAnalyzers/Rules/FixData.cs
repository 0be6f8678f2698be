using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;

namespace LockAnalyzers.Rules;

/// <summary>
/// What a diagnostic tells its fixes. Every place is one of the additional locations, because editors keep those up to date while code is
/// edited; the properties say which of them is what, by their indices.
/// </summary>
internal abstract record FixData
{
    /// <summary>
    /// Places that explain the fault to the reader and that no fix needs; they come first among the additional locations.
    /// </summary>
    public ImmutableArray<Location> Story { get; init; } = ImmutableArray<Location>.Empty;

    /// <summary>The additional locations of the diagnostic, each once.</summary>
    public ImmutableArray<Location> Locations => Story.Concat(Groups.SelectMany(g => g.Locations)).Distinct().ToImmutableArray();

    /// <summary>The places that fixes need, each group under the name of its property.</summary>
    protected abstract ImmutableArray<(string Name, ImmutableArray<Location> Locations)> Groups { get; }

    /// <summary>What the fixes need to know besides places.</summary>
    protected virtual IEnumerable<(string Name, string Value)> Values => [];

    /// <summary>The properties of the diagnostic: the values, and the indices of the places in <see cref="Locations"/>.</summary>
    public ImmutableDictionary<string, string?> ToProperties()
    {
        var all = Locations;
        return Groups
            .Where(group => !group.Locations.IsEmpty)
            .Select(group => (group.Name, Value: string.Join(",", group.Locations.Distinct().Select(l => Text(all.IndexOf(l))))))
            .Concat(Values)
            .ToImmutableDictionary(p => p.Name, p => (string?)p.Value);
    }

    /// <summary>
    /// The places that a property names, none where it is absent; null where it does not name places of the diagnostic, as in one that
    /// another version of this analyzer, or somebody else, has made.
    /// </summary>
    protected static ImmutableArray<Location>? LocationsIn(Diagnostic diagnostic, string property)
    {
        if (ValueIn(diagnostic, property) is not { } indices)
            return ImmutableArray<Location>.Empty;

        var locations = ImmutableArray.CreateBuilder<Location>();
        foreach (var index in indices.Split(','))
        {
            if (
                !int.TryParse(index, NumberStyles.None, CultureInfo.InvariantCulture, out var i)
                || i >= diagnostic.AdditionalLocations.Count
            )
                return null;

            locations.Add(diagnostic.AdditionalLocations[i]);
        }

        return locations.ToImmutable();
    }

    protected static string? ValueIn(Diagnostic diagnostic, string property) =>
        diagnostic.Properties.TryGetValue(property, out var value) ? value : null;

    protected static long? NumberIn(Diagnostic diagnostic, string property) =>
        long.TryParse(ValueIn(diagnostic, property), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    /// <summary>The member of an enum that a property names; null where it names none.</summary>
    protected static T? NameIn<T>(Diagnostic diagnostic, string property)
        where T : struct, Enum =>
        ValueIn(diagnostic, property) is { } name && Enum.IsDefined(typeof(T), name) ? (T)Enum.Parse(typeof(T), name) : null;

    protected static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    protected static ImmutableArray<Location> OneOrNone(Location? location) =>
        location is null ? ImmutableArray<Location>.Empty : ImmutableArray.Create(location);
}
