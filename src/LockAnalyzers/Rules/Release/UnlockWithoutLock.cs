using System.Collections.Immutable;
using LockAnalyzers.Judgement;
using LockAnalyzers.Model.Facts;
using Microsoft.CodeAnalysis;

namespace LockAnalyzers.Rules.Release;

/// <summary>LOCK3008: an unlock after the file was closed, or a second unlock.</summary>
internal sealed class UnlockWithoutLock() : ReleaseRule<ReleaseVerdict.AfterEnd>(Described)
{
    public const string Id = "LOCK3008";

    private static readonly DiagnosticDescriptor Described = Describe(
        Id,
        "Unlock after the lock has ended",
        "'{0}' comes too late: line {1} has already {2}; {3}",
        Category.Release,
        DiagnosticSeverity.Warning,
        "The file was closed, itself or with a reader or writer over it, or the same lock was released before; the unlock fails, throws, or unlocks another file that has got the same descriptor."
    );

    protected override Diagnostic Report(LockCallFacts call, ReleaseVerdict.AfterEnd verdict)
    {
        var end = verdict.EndedBy.Syntax.GetLocation();
        var (data, done, remedy) = verdict.IsSecondUnlock
            ? (new ReleaseFixData { Releases = ImmutableArray.Create(end) }, "released the lock", "remove one of the two")
            : (
                new ReleaseFixData { Closings = ImmutableArray.Create(end), BufferedWrite = call.FlushedByClosing?.Syntax.GetLocation() },
                "closed the file",
                "unlock before closing"
            );
        return Report(call.Site.Syntax.GetLocation(), data, call.Name, LineOf(end), done, remedy);
    }
}
