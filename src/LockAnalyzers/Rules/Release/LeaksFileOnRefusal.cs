using System.Collections.Immutable;
using LockAnalyzers.Judgement;
using LockAnalyzers.Model.Facts;
using Microsoft.CodeAnalysis;

namespace LockAnalyzers.Rules.Release;

/// <summary>LOCK3004: the file opened for the lock is left open when the acquire fails.</summary>
internal sealed class LeaksFileOnRefusal() : ReleaseRule<ReleaseVerdict.FileLeaked>(Described)
{
    public const string Id = "LOCK3004";

    private static readonly DiagnosticDescriptor Described = Describe(
        Id,
        "File is left open when the lock is refused",
        "When '{0}' fails, the file opened at line {1} is left open; close it before {2}",
        Category.Release,
        DiagnosticSeverity.Warning,
        "The file was opened for this lock, and on the path on which the lock is refused nothing closes it."
    );

    protected override Diagnostic Report(LockCallFacts call, ReleaseVerdict.FileLeaked verdict)
    {
        var opening = verdict.File.Site.Syntax.GetLocation();
        return Report(
            call.Site.Syntax.GetLocation(),
            new ReleaseFixData
            {
                Opening = opening,
                Exits = LocationsOf(verdict.IsFixedAtExits ? verdict.Exits : ImmutableArray<Exit>.Empty),
            },
            call.Name,
            LineOf(opening),
            IsClosingBrace(verdict.Exits[0].Location) ? "the method ends" : $"line {LineOf(verdict.Exits[0].Location)} leaves"
        );
    }
}
