using LockAnalyzers.Judgement;
using LockAnalyzers.Model.Facts;
using LockAnalyzers.Recognition.Apis;
using LockAnalyzers.Recognition.Naming;
using Microsoft.CodeAnalysis;

namespace LockAnalyzers.Rules.Mode;

/// <summary>LOCK1004: a Try… method whose lock call waits.</summary>
internal sealed class TryMethodWaits() : Rule(Described)
{
    public const string Id = "LOCK1004";

    private static readonly DiagnosticDescriptor Described = Describe(
        Id,
        "Try… method waits for its lock",
        "'{0}' waits in '{1}' until the lock is free; {2}",
        Category.Mode,
        DiagnosticSeverity.Warning,
        "A method called Try… that takes no timeout and no cancellation token promises to answer at once."
    );

    protected override IEnumerable<Diagnostic> JudgeBody(BodyFacts body, RuleContext context)
    {
        if (!PromisesToAnswerAtOnce(LockIndex.OuterMember(body.Member)))
            yield break;

        foreach (var call in body.AllCalls)
        {
            if (
                call.IsAcquire
                && call.Request.Waiting == Waiting.Waits
                && !call.UnderExclusive
                && StatesWaiting(call, context.Index) is { } argument
            )
                yield return Report(
                    argument.GetLocation(),
                    call.IsDirect ? EditOf(call) : ModeFixData.None,
                    call.Name,
                    LockIndex.OuterMember(body.Member).Name,
                    call.IsDirect ? Remedy(call.Api) : "ask for one that fails at once"
                );
        }
    }

    /// <summary>True for <c>Try…</c> without a timeout.</summary>
    internal static bool PromisesToAnswerAtOnce(ISymbol member) =>
        member is IMethodSymbol { MethodKind: MethodKind.Ordinary or MethodKind.ExplicitInterfaceImplementation } method
        && IdentifierWords.HasTryPrefix(method.Name)
        && !method.Parameters.Any(LimitsWaiting);

    /// <summary>True for a parameter that says how long to wait, or whether to wait at all.</summary>
    private static bool LimitsWaiting(IParameterSymbol parameter) =>
        parameter.Type.Name is "TimeSpan" or "CancellationToken" or "DateTime" or "DateTimeOffset" or "Stopwatch"
        || parameter.Type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T, TypeArguments: var inner }
            && inner[0].Name is "TimeSpan" or "CancellationToken"
        || IdentifierWords.MentionsWaiting(parameter.Name);

    /// <summary>The argument that says that the call waits; what a wrapper decides for itself is not this body's.</summary>
    private static SyntaxNode? StatesWaiting(LockCallFacts call, LockIndex index) =>
        call.IsDirect ? call.Call.Syntax(call.RoleOfWaiting)
        : index.IsWaitingDecidedHere(call) ? call.WaitArgument?.Syntax
        : null;

    private static string Remedy(LockApi api) =>
        api switch
        {
            LockApi.LockFileEx => "add LOCKFILE_FAIL_IMMEDIATELY",
            LockApi.Flock => "add LOCK_NB",
            LockApi.Fcntl => "use F_SETLK",
            _ => "use F_TLOCK",
        };

    private static ModeFixData EditOf(LockCallFacts call) =>
        call.Api switch
        {
            LockApi.LockFileEx => ModeFixData.Adding(LockConstant.LockfileFailImmediately),
            LockApi.Flock => ModeFixData.Adding(LockConstant.LockNb),
            LockApi.Lockf => ModeFixData.Replacing(LockConstant.FLock.Value, LockConstant.FTLock, LockConstant.FTLock.Value),
            _ => EditOfCommand(call.Arguments[ArgumentRole.Command].Bits.Value),
        };

    private static ModeFixData EditOfCommand(long command) =>
        FcntlNumbers.Of(command) is not { } numbers ? ModeFixData.None
        : command == numbers.SetLockWait ? ModeFixData.Replacing(command, LockConstant.FSetLk, numbers.SetLock)
        : ModeFixData.Replacing(command, LockConstant.FOfdSetLk, numbers.OfdSetLock);
}
