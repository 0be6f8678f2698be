using LockAnalyzers.Judgement;
using LockAnalyzers.Model.Facts;
using LockAnalyzers.Recognition.Apis;
using Microsoft.CodeAnalysis;

namespace LockAnalyzers.Rules.Mode;

/// <summary>LOCK1003: two platforms of one operation disagree on waiting.</summary>
internal sealed class PlatformsDisagreeOnWaiting() : Rule(Description)
{
    public const string Id = "LOCK1003";

    private static readonly DiagnosticDescriptor Description = new(
        Id,
        "Platforms disagree on waiting for a lock",
        "'{0}' {1}, but the same operation {2} on Unix; {3} LOCKFILE_FAIL_IMMEDIATELY",
        Category.Mode,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "A caller that is kept waiting on one system gets an error on the other when somebody else holds the lock.",
        PageOf(Id)
    );

    public override IEnumerable<Diagnostic> Judge(BodyFacts body, RuleContext context)
    {
        foreach (var call in body.Calls)
        {
            if (call.Api != LockApi.LockFileEx || call.Mode is not { } flags || context.Pairs.WaitingElsewhere(call) is not { } other)
                continue;

            var shouldWait = other.Request.Waiting == Waiting.Waits;
            yield return Diagnostic.Create(
                Descriptor,
                flags.GetLocation(),
                [other.Site.Syntax.GetLocation()],
                shouldWait ? ModeFix.Removing(LockConstant.LockfileFailImmediately) : ModeFix.Adding(LockConstant.LockfileFailImmediately),
                call.Call.Operation.TargetMethod.Name,
                shouldWait ? "fails at once" : "waits",
                shouldWait ? "waits" : "fails at once",
                shouldWait ? "remove" : "add"
            );
        }
    }
}
