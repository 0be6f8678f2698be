using LockAnalyzers.Judgement;
using LockAnalyzers.Model.Facts;
using LockAnalyzers.Model.Symbolic;
using LockAnalyzers.Recognition.Apis;
using Microsoft.CodeAnalysis;

namespace LockAnalyzers.Rules.Release;

/// <summary>LOCK3003: a release that runs although the acquire may have failed.</summary>
internal sealed class ReleasesWithoutAcquire() : Rule(Description)
{
    public const string Id = "LOCK3003";

    private static readonly DiagnosticDescriptor Description = new(
        Id,
        "Release runs although the acquire may have failed",
        "'{0}' is inside the try whose finally releases the lock, also when it was not taken; move it before the try",
        Category.Release,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "The acquire is inside the try whose finally releases unconditionally: when it is refused, the finally gives back what was never taken, fails in its turn, or releases what another part of the program holds.",
        PageOf(Id)
    );

    public override IEnumerable<Diagnostic> Judge(BodyFacts body, RuleContext context)
    {
        foreach (var call in body.Calls.Concat(body.CallsThroughWrappers))
        {
            if (call.IsAcquire && !call.IsUndecided && call.UnconditionalReleases.FirstOrDefault() is { } release && !IsHarmless(call))
            {
                yield return Diagnostic.Create(
                    Descriptor,
                    call.Site.Syntax.GetLocation(),
                    [release.Syntax.GetLocation()],
                    ReleaseFix.ReleasesOf(call),
                    call.Name
                );
            }
        }
    }

    /// <summary>LOCK_UN does nothing where no lock is held, and nobody else holds one through a descriptor that was opened here.</summary>
    private static bool IsHarmless(LockCallFacts call) => call.Api == LockApi.Flock && call.File is SymbolicExpression.OpenedFile;
}
