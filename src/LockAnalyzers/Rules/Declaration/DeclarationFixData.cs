using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace LockAnalyzers.Rules.Declaration;

/// <summary>What a rule on declarations and handles tells its fix.</summary>
internal sealed record DeclarationFixData : FixData
{
    public static readonly DeclarationFixData None = new();

    public DeclarationEdit Edit { get; init; }

    /// <summary>The native declaration, or the declared structure, that is to be changed where the diagnostic points elsewhere.</summary>
    public Location? Declaration { get; init; }

    /// <summary>The places that must change together with the one that the diagnostic points at.</summary>
    public ImmutableArray<Location> Places { get; init; } = ImmutableArray<Location>.Empty;

    /// <summary>What to write: a type, an entry point.</summary>
    public string? Replacement { get; init; }

    /// <summary>The number of the parameter that is meant, from 0.</summary>
    public int? Parameter { get; init; }

    protected override ImmutableArray<(string Name, ImmutableArray<Location> Locations)> Groups =>
        ImmutableArray.Create((nameof(Declaration), OneOrNone(Declaration)), (nameof(Places), Places));

    protected override IEnumerable<(string Name, string Value)> Values
    {
        get
        {
            if (Edit != DeclarationEdit.None)
                yield return (nameof(Edit), Edit.ToString());
            if (Replacement is not null)
                yield return (nameof(Replacement), Replacement);
            if (Parameter is { } parameter)
                yield return (nameof(Parameter), Text(parameter));
        }
    }

    /// <summary>
    /// Reads back what <see cref="FixData.ToProperties"/> wrote; null where the diagnostic asks for no edit, or names places that it lacks.
    /// </summary>
    public static DeclarationFixData? TryRead(Diagnostic diagnostic)
    {
        if (
            NameIn<DeclarationEdit>(diagnostic, nameof(Edit)) is not { } edit
            || LocationsIn(diagnostic, nameof(Declaration)) is not { Length: <= 1 } declaration
            || LocationsIn(diagnostic, nameof(Places)) is not { } places
        )
            return null;

        return new()
        {
            Edit = edit,
            Declaration = declaration.FirstOrDefault(),
            Places = places,
            Replacement = ValueIn(diagnostic, nameof(Replacement)),
            Parameter = (int?)NumberIn(diagnostic, nameof(Parameter)),
        };
    }
}
