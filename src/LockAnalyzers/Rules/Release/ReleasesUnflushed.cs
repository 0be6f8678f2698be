using LockAnalyzers.Judgement;
using LockAnalyzers.Model.Facts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LockAnalyzers.Rules.Release;

/// <summary>LOCK3009: buffered data is still unflushed when the lock is released.</summary>
internal sealed class ReleasesUnflushed() : ReleaseRule<ReleaseVerdict.Unflushed>(Described)
{
    public const string Id = "LOCK3009";

    private static readonly DiagnosticDescriptor Described = Describe(
        Id,
        "Lock released with data still buffered",
        "'{0}' releases the lock while what line {1} wrote may still be in a buffer; flush before unlocking",
        Category.Release,
        DiagnosticSeverity.Warning,
        "What was written under the lock reaches the file only when the writer or stream is flushed or closed, after the lock was released."
    );

    protected override Diagnostic Report(LockCallFacts call, ReleaseVerdict.Unflushed verdict)
    {
        var (release, write) = (verdict.Buffered.Release, verdict.Buffered.Write.Syntax.GetLocation());
        return Report(
            release.Syntax.GetLocation(),
            new ReleaseFixData { BufferedWrite = write },
            release is IInvocationOperation { TargetMethod.Name: var name } ? name : call.Name,
            LineOf(write)
        );
    }
}
