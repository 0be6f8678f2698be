using LockAnalyzers.Judgement;
using LockAnalyzers.Model.Facts;
using Microsoft.CodeAnalysis;

namespace LockAnalyzers.Rules.Release;

/// <summary>LOCK3006: on Windows the lock is released only by closing the handle.</summary>
internal sealed class ReleasedByCloseOnly() : ReleaseRule<ReleaseVerdict.ByCloseOnly>(Described)
{
    public const string Id = "LOCK3006";

    private static readonly DiagnosticDescriptor Described = Describe(
        Id,
        "Lock released only by closing the file",
        "The lock that '{0}' takes ends only with the file, and Windows may delay that; unlock before closing",
        Category.Release,
        DiagnosticSeverity.Info,
        "Windows may release the locks of a closed handle with a delay, so that the next caller can be refused although the holder is done."
    );

    protected override Diagnostic Report(LockCallFacts call, ReleaseVerdict.ByCloseOnly verdict) =>
        Report(
            call.Site.Syntax.GetLocation(),
            new ReleaseFixData { Closings = LocationsOf(verdict.Closings), BufferedWrite = call.FlushedByClosing?.Syntax.GetLocation() },
            call.Name
        );
}
