using LockAnalyzers.Judgement;
using LockAnalyzers.Model.Facts;
using LockAnalyzers.Model.Locks;
using LockAnalyzers.Model.Symbolic;
using LockAnalyzers.Recognition.Apis;
using Microsoft.CodeAnalysis;

namespace LockAnalyzers.Rules.Release;

/// <summary>LOCK3006: on Windows the lock is released only by closing the handle.</summary>
internal sealed class ReleasedByCloseOnly() : Rule(Description)
{
    public const string Id = "LOCK3006";

    private static readonly DiagnosticDescriptor Description = new(
        Id,
        "Lock released only by closing the file",
        "The lock that '{0}' takes ends only with the file, and Windows may delay that; unlock before closing",
        Category.Release,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        "Windows releases the locks of a closed handle when it finds the time; the next one to ask may be refused although the holder is done.",
        PageOf(Id)
    );

    public override IEnumerable<Diagnostic> Judge(BodyFacts body, RuleContext context)
    {
        foreach (var call in body.Calls.Concat(body.CallsThroughWrappers))
        {
            if (
                call
                    is {
                        IsAcquire: true,
                        IsUndecided: false,
                        File: SymbolicExpression.OpenedFile file,
                        Api: LockApi.LockFileEx or LockApi.LockFile or LockApi.FileStream
                    }
                && call.Releases.IsEmpty
                && !call.Closings.IsEmpty
                && !body.Calls.Concat(body.CallsThroughWrappers).Any(c => c.Request.Effect == LockEffect.Release && file.Equals(c.File))
                && call.ReleasedAt.Any(e => e.Kind == ExitKind.Return)
                && !call.HeldAt.Any(e => e.Kind == ExitKind.Return)
            )
            {
                yield return Diagnostic.Create(
                    Descriptor,
                    call.Site.Syntax.GetLocation(),
                    call.Closings.Select(c => c.Syntax.GetLocation()),
                    ReleaseFix.FlushedByClosing(call),
                    call.Name
                );
            }
        }
    }
}
