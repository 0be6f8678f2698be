using LockAnalyzers.Judgement;
using LockAnalyzers.Model.Facts;
using LockAnalyzers.Recognition.Apis;
using Microsoft.CodeAnalysis;

namespace LockAnalyzers.Rules.Mode;

/// <summary>LOCK1002: a LockFileEx mode that nobody stated.</summary>
internal sealed class ModeNotStated() : Rule(Description)
{
    public const string Id = "LOCK1002";

    private static readonly DiagnosticDescriptor Description = new(
        Id,
        "Lock mode is not stated",
        "'{0}' takes a shared lock because no flag says otherwise; state which kind of lock is meant",
        Category.Mode,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        "LockFileEx locks shared unless LOCKFILE_EXCLUSIVE_LOCK is given. Nothing here tells whether that was meant or forgotten.",
        PageOf(Id)
    );

    public override IEnumerable<Diagnostic> Judge(BodyFacts body, RuleContext context)
    {
        foreach (var call in body.Calls)
        {
            if (call.Api == LockApi.LockFileEx && call.Mode is { } flags && context.Intent.IsUnstated(call))
            {
                yield return Diagnostic.Create(
                    Descriptor,
                    flags.GetLocation(),
                    ModeFix.Adding(LockConstant.LockfileExclusiveLock),
                    call.Call.Operation.TargetMethod.Name
                );
            }
        }
    }
}
