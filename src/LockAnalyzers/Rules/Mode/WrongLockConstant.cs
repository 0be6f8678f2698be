using LockAnalyzers.Interpretation.Semantics;
using LockAnalyzers.Judgement;
using LockAnalyzers.Model.Facts;
using LockAnalyzers.Recognition.Apis;
using Microsoft.CodeAnalysis;

namespace LockAnalyzers.Rules.Mode;

/// <summary>LOCK1005: a constant named like a lock constant with another value, or a flag of one API passed to another.</summary>
internal sealed class WrongLockConstant() : Rule(Described)
{
    public const string Id = "LOCK1005";

    private static readonly DiagnosticDescriptor Described = Describe(
        Id,
        "Wrong lock constant",
        "{0}; {1}",
        Category.Mode,
        DiagnosticSeverity.Warning,
        "The numbers of a lock API's flags are fixed, and those of another API mean something else to it."
    );

    public override IEnumerable<Diagnostic> JudgeFile(SyntaxTree file, RuleContext context)
    {
        var declared = context.FlagsDeclaredIn(file);
        foreach (var flag in declared.Where(d => d.IsMisnumbered && context.LocksNatively))
        {
            var right = flag.RightValue(declared);
            yield return Report(
                flag.Place.GetLocation(),
                ModeFixData.Renumbering(right),
                $"'{flag.Symbol.Name}' is {flag.Value}, but {flag.Flag.Name} is {right}",
                "give it its own value"
            );
        }
    }

    protected override IEnumerable<Diagnostic> JudgeBody(BodyFacts body, RuleContext context) =>
        from call in body.AllCalls
        from argument in Arguments(call)
        from use in LockConstantUse.In(argument.Value)
        where use.IsForeignTo(call.Call, argument.Role)
        select Foreign(body, call, argument.Role, use);

    private Diagnostic Foreign(BodyFacts body, LockCallFacts call, ArgumentRole role, LockConstantUse use)
    {
        var (reference, own) = (use.Reference.Syntax, use.Flag.CounterpartIn(call.Api, role));

        // LOCK_EX is F_TLOCK by its number. F_LOCK in its place would wait in a method that promises not to.
        if (own == LockConstant.FLock && TryMethodWaits.PromisesToAnswerAtOnce(LockIndex.OuterMember(body.Member)))
            own = LockConstant.FTLock;
        var edit = own is null ? ModeFixData.None : ModeFixData.Replacing(use.Value, own, own.Value);
        return Report(
            reference.GetLocation(),
            call.Site.Syntax.Contains(reference) ? edit : edit with { Call = call.Site.Syntax.GetLocation() },
            $"'{use.Reference.Field.Name}' is a flag of {Owner(use.Flag)}, not of {call.Call.Function.Name}",
            own is null ? "pass one of its own" : $"use {own.Name}"
        );
    }

    private static IEnumerable<(ArgumentRole Role, IOperation Value)> Arguments(LockCallFacts call)
    {
        foreach (var role in new[] { ArgumentRole.Flags, ArgumentRole.Command })
        {
            if ((call.IsDirect ? call.Call[role] : call.PassedOn(role)) is { } argument)
                yield return (role, argument);
        }

        if (call.IsDirect && call.Arguments.Sources.TryGetValue(ArgumentRole.LockType, out var type))
            yield return (ArgumentRole.LockType, type);
    }

    private static string Owner(LockConstant flag) =>
        flag.Role == ArgumentRole.LockType
            ? "struct flock"
            : flag.Api switch
            {
                LockApi.LockFileEx => "LockFileEx",
                LockApi.Flock => "flock",
                LockApi.Lockf => "lockf",
                _ => "fcntl",
            };
}
