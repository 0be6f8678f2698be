using LockAnalyzers.Judgement;
using LockAnalyzers.Model.Facts;
using Microsoft.CodeAnalysis;

namespace LockAnalyzers.Rules.Release;

/// <summary>LOCK3008: an unlock after the file was closed, or a second unlock.</summary>
internal sealed class UnlockWithoutLock() : Rule(Description)
{
    public const string Id = "LOCK3008";

    private static readonly DiagnosticDescriptor Description = new(
        Id,
        "Unlock after the lock has ended",
        "'{0}' comes too late: line {1} has already {2}; {3}",
        Category.Release,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "The file was closed, itself or with a reader or writer over it, or the same lock was released before; the unlock fails, throws, or meets another file that has got the same number.",
        PageOf(Id)
    );

    public override IEnumerable<Diagnostic> Judge(BodyFacts body, RuleContext context)
    {
        foreach (var call in body.Calls)
        {
            if (call.EndedEarlierBy is not { } before)
                continue;

            var isSecond = body.Calls.Concat(body.CallsThroughWrappers).Any(c => c.ReleaseSites.Contains(before));
            yield return Diagnostic.Create(
                Descriptor,
                call.Site.Syntax.GetLocation(),
                [before.Syntax.GetLocation()],
                isSecond ? null : ReleaseFix.FlushedByClosing(call).Add(ReleaseFix.IsAfterClosing, bool.TrueString),
                call.Name,
                before.Syntax.GetLocation().GetLineSpan().StartLinePosition.Line + 1,
                isSecond ? "released the lock" : "closed the file",
                isSecond ? "remove one of the two" : "unlock before closing"
            );
        }
    }
}
