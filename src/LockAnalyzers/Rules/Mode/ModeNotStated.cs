using LockAnalyzers.Judgement;
using LockAnalyzers.Model.Facts;
using LockAnalyzers.Recognition.Apis;
using Microsoft.CodeAnalysis;

namespace LockAnalyzers.Rules.Mode;

/// <summary>LOCK1002: a LockFileEx mode that nobody stated.</summary>
internal sealed class ModeNotStated() : Rule(Described)
{
    public const string Id = "LOCK1002";

    private static readonly DiagnosticDescriptor Described = Describe(
        Id,
        "Lock mode is not stated",
        "'{0}' takes a shared lock because no flag says otherwise; state which kind of lock is meant",
        Category.Mode,
        DiagnosticSeverity.Info,
        "LockFileEx locks shared unless LOCKFILE_EXCLUSIVE_LOCK is given. Nothing here tells whether that was meant or forgotten."
    );

    protected override IEnumerable<Diagnostic> JudgeBody(BodyFacts body, RuleContext context)
    {
        foreach (var call in body.AllCalls)
        {
            if (call.Api == LockApi.LockFileEx && call.Mode is { } flags && context.Intent.IsUnstated(call))
                yield return Report(
                    flags.GetLocation(),
                    call.IsDirect ? ModeFixData.Adding(LockConstant.LockfileExclusiveLock) : ModeFixData.None,
                    call.Name
                );
        }
    }
}
