using System.Collections.Immutable;
using LockAnalyzers.Judgement;
using LockAnalyzers.Model.Facts;
using Microsoft.CodeAnalysis;

namespace LockAnalyzers.Rules.Release;

/// <summary>LOCK3003: a release that runs although the acquire may have failed.</summary>
internal sealed class ReleasesWithoutAcquire() : ReleaseRule<ReleaseVerdict.WithoutAcquire>(Described)
{
    public const string Id = "LOCK3003";

    private static readonly DiagnosticDescriptor Described = Describe(
        Id,
        "Release runs although the acquire may have failed",
        "'{0}' is inside the try whose finally releases the lock, also when it was not taken; move it before the try",
        Category.Release,
        DiagnosticSeverity.Warning,
        "The acquire is inside the try whose finally releases unconditionally. When the acquire is refused, the finally unlocks a lock that was never taken: that fails, or releases a lock that another part of the program holds."
    );

    protected override Diagnostic Report(LockCallFacts call, ReleaseVerdict.WithoutAcquire verdict) =>
        Report(
            call.Site.Syntax.GetLocation(),
            new ReleaseFixData { Releases = ImmutableArray.Create(verdict.Release.Syntax.GetLocation()) },
            call.Name
        );
}
