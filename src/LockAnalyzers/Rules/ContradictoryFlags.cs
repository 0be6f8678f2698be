using LockAnalyzers.Flow;
using LockAnalyzers.Recognition;
using Microsoft.CodeAnalysis;

namespace LockAnalyzers.Rules;

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
        PageOf(Id));

    public override IEnumerable<Diagnostic> Judge(BodyFacts body, LockProgram program, CancellationToken cancellation)
    {
        foreach (var call in body.Calls)
        {
            var name = call.Call.Operation.TargetMethod.Name;
            if (call.Call.Syntax(Role.Reserved) is { } reserved && call.Arguments[Role.Reserved].Bits.On != 0)
                yield return Diagnostic.Create(Descriptor, reserved.GetLocation(), ModeFix.Removing(-1), name, "its reserved argument must be 0");

            if (call.Call.Syntax(Role.Flags) is not { } flags || NamedFlag.In(call.Call[Role.Flags]).Any(f => f.IsForeignTo(call.Call, Role.Flags) || f.IsMisnumbered))
                continue;

            var on = call.Arguments[Role.Flags].Bits.On & uint.MaxValue;
            if (call.Api == LockApi.LockFileEx && (on & ~LockFileExFlags) is not 0 and var undefined)
                yield return Diagnostic.Create(Descriptor, flags.GetLocation(), ModeFix.Removing((long)undefined), name, $"it knows no flag 0x{undefined:X}; remove it");
            else if (call.Api == LockApi.Flock && Contradiction(on) is { } contradiction)
                yield return Diagnostic.Create(Descriptor, flags.GetLocation(), ModeFix.None, name, contradiction);
        }
    }

    private const ulong LockFileExFlags = NativeConstants.LockfileFailImmediately | NativeConstants.LockfileExclusiveLock;

    private static string? Contradiction(ulong on) =>
        (on & (NativeConstants.LockSh | NativeConstants.LockEx)) == (NativeConstants.LockSh | NativeConstants.LockEx) ? "LOCK_SH and LOCK_EX exclude each other; keep one of them"
        : (on & NativeConstants.LockUn) != 0 && (on & (NativeConstants.LockSh | NativeConstants.LockEx)) != 0 ? "LOCK_UN and a lock exclude each other; keep one of them"
        : null;
}
