using System.Collections.Immutable;
using LockAnalyzers.Judgement;
using LockAnalyzers.Model.Facts;
using LockAnalyzers.Recognition.Apis;
using Microsoft.CodeAnalysis;

namespace LockAnalyzers.Rules.Mode;

/// <summary>LOCK1001: a shared lock where exclusivity is intended.</summary>
internal sealed class SharedWhereExclusiveMeant() : Rule(Described)
{
    public const string Id = "LOCK1001";

    private static readonly DiagnosticDescriptor Described = Describe(
        Id,
        "Shared lock where an exclusive one is meant",
        "'{0}' takes a shared lock, but {1}; {2}",
        Category.Mode,
        DiagnosticSeverity.Warning,
        "On every path the lock is shared, so any number of holders have it at once, and the code around it shows that it was meant to exclude them."
    );

    protected override IEnumerable<Diagnostic> JudgeBody(BodyFacts body, RuleContext context)
    {
        foreach (var call in body.AllCalls)
        {
            if (call.Mode is { } mode && context.Intent.EvidenceForExclusive(call) is { } evidence)
            {
                yield return Report(
                    mode.GetLocation(),
                    EditOf(call) with
                    {
                        Story = evidence.Location is { } location ? ImmutableArray.Create(location) : ImmutableArray<Location>.Empty,
                        Call = call.Site.Syntax.Contains(mode) ? null : call.Site.Syntax.GetLocation(),
                    },
                    call.Name,
                    Reason(evidence),
                    Remedy(call)
                );
            }
        }
    }

    private static string Reason(Evidence evidence) =>
        evidence.Kind switch
        {
            EvidenceKind.OtherPlatform => $"the same operation is exclusive on {evidence.Subject}",
            EvidenceKind.Write => "the locked file is changed while it is held",
            EvidenceKind.Name => $"'{evidence.Subject}' says that it is exclusive",
            EvidenceKind.Setting => "lock_analyzers.intent says that locks are exclusive here",
            _ => $"'{evidence.Subject}' never takes it exclusively, so that it excludes nobody",
        };

    private static string Remedy(LockCallFacts call) =>
        call switch
        {
            { IsDirect: false } => "ask for an exclusive one",
            { Api: LockApi.LockFileEx } => "add LOCKFILE_EXCLUSIVE_LOCK",
            { Api: LockApi.Flock } => "use LOCK_EX",
            _ => "use F_WRLCK",
        };

    private static ModeFixData EditOf(LockCallFacts call) =>
        call switch
        {
            { IsDirect: false } => ModeFixData.AskingWrapper,
            { Api: LockApi.LockFileEx } => ModeFixData.Adding(LockConstant.LockfileExclusiveLock),
            { Api: LockApi.Flock } => ModeFixData.Replacing(LockConstant.LockSh.Value, LockConstant.LockEx, LockConstant.LockEx.Value),
            _ when FcntlNumbers.Of(call.Arguments[ArgumentRole.Command].Bits.Value) is { } numbers => ModeFixData.Replacing(
                numbers.Read,
                LockConstant.FWrLck,
                numbers.Write
            ),
            _ => ModeFixData.None,
        };
}
