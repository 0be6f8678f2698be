using System.Collections.Immutable;
using LockAnalyzers.Judgement;
using LockAnalyzers.Model.Facts;
using Microsoft.CodeAnalysis;

namespace LockAnalyzers.Rules.Release;

/// <summary>LOCK3002: code between acquire and release can throw, and nothing releases then.</summary>
internal sealed class HeldOnException() : ReleaseRule<ReleaseVerdict.HeldOnException>(Described)
{
    public const string Id = "LOCK3002";

    private static readonly DiagnosticDescriptor Described = Describe(
        Id,
        "Lock is not released when an exception is thrown",
        "The lock that '{0}' takes is not released when line {1} throws; {2}",
        Category.Release,
        DiagnosticSeverity.Warning,
        "Code between the acquire and the release can throw, and no finally or catch releases the lock then."
    );

    protected override Diagnostic Report(LockCallFacts call, ReleaseVerdict.HeldOnException verdict) =>
        Report(
            call.Site.Syntax.GetLocation(),
            new ReleaseFixData { Story = ImmutableArray.Create(verdict.Exit.Location), Releases = ReleasesOf(call) },
            call.Name,
            LineOf(verdict.Exit.Location),
            call.Releases.IsEmpty && call.Closings.IsEmpty ? "close the file then" : "release it in a finally"
        );
}
