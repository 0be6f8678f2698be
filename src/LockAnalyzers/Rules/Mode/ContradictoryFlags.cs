using LockAnalyzers.Interpretation.Semantics;
using LockAnalyzers.Judgement;
using LockAnalyzers.Model.Facts;
using LockAnalyzers.Recognition.Apis;
using Microsoft.CodeAnalysis;

namespace LockAnalyzers.Rules.Mode;

/// <summary>LOCK1006: contradictory or undefined flags.</summary>
internal sealed class ContradictoryFlags() : Rule(Described)
{
    public const string Id = "LOCK1006";

    private const ulong LockFileExFlags = LockNumbers.LockfileFailImmediately | LockNumbers.LockfileExclusiveLock;

    private static readonly DiagnosticDescriptor Described = Describe(
        Id,
        "Contradictory or undefined lock flags",
        "'{0}' is refused: {1}",
        Category.Mode,
        DiagnosticSeverity.Warning,
        "The system refuses a call whose flags contradict each other, that it does not know, or whose reserved argument is not zero."
    );

    protected override IEnumerable<Diagnostic> JudgeBody(BodyFacts body, RuleContext context)
    {
        foreach (var call in body.AllCalls)
        {
            if (
                call.IsDirect
                && call.Call.Syntax(ArgumentRole.Reserved) is { } reserved
                && call.Arguments[ArgumentRole.Reserved].Bits.Ones != 0
            )
                yield return Report(reserved.GetLocation(), ModeFixData.Removing(-1), call.Name, "its reserved argument must be 0");

            if (FlagsOf(call) is not { } argument || NamesWrongConstant(call, argument))
                continue;

            var flags = argument.Syntax;

            var ones = call.Arguments[ArgumentRole.Flags].Bits.Ones & uint.MaxValue;
            if (call.Api == LockApi.LockFileEx && (ones & ~LockFileExFlags) is not 0 and var undefined)
                yield return Report(
                    flags.GetLocation(),
                    call.IsDirect ? ModeFixData.Removing((long)undefined) : ModeFixData.None,
                    call.Name,
                    $"it knows no flag 0x{undefined:X}; remove it"
                );
            else if (call.Api == LockApi.Flock && Contradiction(ones) is { } contradiction)
                yield return Report(flags.GetLocation(), ModeFixData.None, call.Name, contradiction);
        }
    }

    /// <summary>The flags as this body states them: to the lock function, or to a wrapper that hands them on.</summary>
    private static IOperation? FlagsOf(LockCallFacts call) =>
        call.IsDirect ? call.Call[ArgumentRole.Flags] : call.PassedOn(ArgumentRole.Flags);

    /// <summary>
    /// True where the flags name a constant of another API, or one with a wrong number: that constant is the fault then (LOCK1005).
    /// </summary>
    private static bool NamesWrongConstant(LockCallFacts call, IOperation flags) =>
        LockConstantUse.In(flags).Any(use => use.IsForeignTo(call.Call, ArgumentRole.Flags) || use.IsMisnumbered);

    private static string? Contradiction(ulong ones) =>
        (ones & (LockNumbers.LockSh | LockNumbers.LockEx)) == (LockNumbers.LockSh | LockNumbers.LockEx)
            ? "LOCK_SH and LOCK_EX exclude each other; keep one of them"
        : (ones & LockNumbers.LockUn) != 0 && (ones & (LockNumbers.LockSh | LockNumbers.LockEx)) != 0
            ? "LOCK_UN and a lock exclude each other; keep one of them"
        : null;
}
