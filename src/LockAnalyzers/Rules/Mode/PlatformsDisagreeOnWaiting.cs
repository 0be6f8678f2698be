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
        "'{0}' {1}, but the same operation {2} on Unix; {3}",
        Category.Mode,
        DiagnosticSeverity.Warning,
        "A caller that is kept waiting on one system gets an error on the other when somebody else holds the lock."
    );

    protected override IEnumerable<Diagnostic> JudgeBody(BodyFacts body, RuleContext context)
    {
        foreach (var call in body.AllCalls)
        {
            if (PlaceOf(call) is not { } place || context.Pairs.CounterpartThatWaitsOtherwise(call) is not { } other)
                continue;

            yield return Report(
                place.GetLocation(),
                EditOf(call, other.Waiting) with
                {
                    Story = ImmutableArray.Create(other.Call.Site.Syntax.GetLocation()),
                },
                call.Name,
                Saying(call.Request.Waiting),
                Saying(other.Waiting),
                call.Api == LockApi.LockFile
                    ? "use LockFileEx without LOCKFILE_FAIL_IMMEDIATELY"
                    : Remedy(call.Request.Waiting, other.Waiting)
            );
        }
    }

    /// <summary>The flags of LockFileEx; LockFile has none.</summary>
    private static SyntaxNode? PlaceOf(LockCallFacts call) =>
        call.Api switch
        {
            LockApi.LockFileEx => call.Mode,
            LockApi.LockFile => call.Site.Syntax,
            _ => null,
        };

    private static ModeFixData EditOf(LockCallFacts call, Waiting there) =>
        (call, there) switch
        {
            ({ IsDirect: true, Api: LockApi.LockFileEx, Request.Waiting: Waiting.FailsAtOnce }, Waiting.Waits) => ModeFixData.Removing(
                LockConstant.LockfileFailImmediately
            ),
            ({ IsDirect: true, Request.Waiting: Waiting.Waits }, Waiting.FailsAtOnce) => ModeFixData.Adding(
                LockConstant.LockfileFailImmediately
            ),
            _ => ModeFixData.None,
        };

    private static string Saying(Waiting waiting) =>
        waiting switch
        {
            Waiting.Waits => "waits",
            Waiting.FailsAtOnce => "fails at once",
            _ => "waits or fails at once, as a condition says",
        };

    private static string Remedy(Waiting here, Waiting there) =>
        (here, there) switch
        {
            (Waiting.FailsAtOnce, Waiting.Waits) => "remove LOCKFILE_FAIL_IMMEDIATELY",
            (Waiting.Waits, Waiting.FailsAtOnce) => "add LOCKFILE_FAIL_IMMEDIATELY",
            _ => "let the same condition decide",
        };
}
