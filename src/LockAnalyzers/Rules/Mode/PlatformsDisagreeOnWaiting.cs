using System.Collections.Immutable;
using LockAnalyzers.Judgement;
using LockAnalyzers.Model.Facts;
using LockAnalyzers.Recognition.Apis;
using Microsoft.CodeAnalysis;

namespace LockAnalyzers.Rules.Mode;

/// <summary>LOCK1003: two platforms of one operation disagree on waiting.</summary>
internal sealed class PlatformsDisagreeOnWaiting() : Rule(Described)
{
    public const string Id = "LOCK1003";

    private static readonly DiagnosticDescriptor Described = Describe(
        Id,
        "Platforms disagree on waiting for a lock",
        "'{0}' {1}, but the same operation {2} on Unix; {3} LOCKFILE_FAIL_IMMEDIATELY",
        Category.Mode,
        DiagnosticSeverity.Warning,
        "A caller that is kept waiting on one system gets an error on the other when somebody else holds the lock."
    );

    protected override IEnumerable<Diagnostic> JudgeBody(BodyFacts body, RuleContext context)
    {
        foreach (var call in body.Calls)
        {
            if (
                call.Api != LockApi.LockFileEx
                || call.Mode is not { } flags
                || context.Pairs.CounterpartThatWaitsOtherwise(call) is not { } other
            )
                continue;

            var (edit, here, there, remedy) =
                other.Request.Waiting == Waiting.Waits
                    ? (ModeFixData.Removing(LockConstant.LockfileFailImmediately), "fails at once", "waits", "remove")
                    : (ModeFixData.Adding(LockConstant.LockfileFailImmediately), "waits", "fails at once", "add");
            yield return Report(
                flags.GetLocation(),
                edit with
                {
                    Story = ImmutableArray.Create(other.Site.Syntax.GetLocation()),
                },
                call.Name,
                here,
                there,
                remedy
            );
        }
    }
}
