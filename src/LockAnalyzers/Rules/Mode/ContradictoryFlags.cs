using LockAnalyzers.Interpretation.Semantics;
using LockAnalyzers.Judgement;
using LockAnalyzers.Model.Facts;
using LockAnalyzers.Recognition.Apis;
using Microsoft.CodeAnalysis;

namespace LockAnalyzers.Rules.Mode;

/// <summary>LOCK1006: contradictory or undefined flags.</summary>
internal sealed class ContradictoryFlags() : Rule(Description)
{
    public const string Id = "LOCK1006";

    private static readonly DiagnosticDescriptor Description = new(
        Id,
        "Contradictory or undefined lock flags",
        "'{0}' is refused: {1}",
        Category.Mode,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "The system refuses a call whose flags contradict each other, that it does not know, or whose reserved argument is not zero.",
        PageOf(Id)
    );

    public override IEnumerable<Diagnostic> Judge(BodyFacts body, RuleContext context)
    {
        foreach (var call in body.Calls)
        {
            var name = call.Call.Operation.TargetMethod.Name;
            if (call.Call.Syntax(ArgumentRole.Reserved) is { } reserved && call.Arguments[ArgumentRole.Reserved].Bits.Ones != 0)
                yield return Diagnostic.Create(
                    Descriptor,
                    reserved.GetLocation(),
                    ModeFix.Removing(-1),
                    name,
                    "its reserved argument must be 0"
                );

            if (
                call.Call.Syntax(ArgumentRole.Flags) is not { } flags
                || LockConstantUse
                    .In(call.Call[ArgumentRole.Flags])
                    .Any(f => f.IsForeignTo(call.Call, ArgumentRole.Flags) || f.IsMisnumbered)
            )
                continue;

            var on = call.Arguments[ArgumentRole.Flags].Bits.Ones & uint.MaxValue;
            if (call.Api == LockApi.LockFileEx && (on & ~LockFileExFlags) is not 0 and var undefined)
                yield return Diagnostic.Create(
                    Descriptor,
                    flags.GetLocation(),
                    ModeFix.Removing((long)undefined),
                    name,
                    $"it knows no flag 0x{undefined:X}; remove it"
                );
            else if (call.Api == LockApi.Flock && Contradiction(on) is { } contradiction)
                yield return Diagnostic.Create(Descriptor, flags.GetLocation(), ModeFix.None, name, contradiction);
        }
    }

    private const ulong LockFileExFlags = LockNumbers.LockfileFailImmediately | LockNumbers.LockfileExclusiveLock;

    private static string? Contradiction(ulong on) =>
        (on & (LockNumbers.LockSh | LockNumbers.LockEx)) == (LockNumbers.LockSh | LockNumbers.LockEx)
            ? "LOCK_SH and LOCK_EX exclude each other; keep one of them"
        : (on & LockNumbers.LockUn) != 0 && (on & (LockNumbers.LockSh | LockNumbers.LockEx)) != 0
            ? "LOCK_UN and a lock exclude each other; keep one of them"
        : null;
}
