using LockAnalyzers.Interpretation.Semantics;
using LockAnalyzers.Judgement;
using LockAnalyzers.Model.Facts;
using LockAnalyzers.Recognition.Apis;
using Microsoft.CodeAnalysis;

namespace LockAnalyzers.Rules.Mode;

/// <summary>LOCK1005: a constant named like a lock constant with another value, or a flag of one API passed to another.</summary>
internal sealed class WrongLockConstant() : Rule(Description)
{
    public const string Id = "LOCK1005";

    private static readonly DiagnosticDescriptor Description = new(
        Id,
        "Wrong lock constant",
        "{0}; {1}",
        Category.Mode,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "The numbers of a lock API's flags are fixed, and those of another API mean something else to it.",
        PageOf(Id)
    );

    public override IEnumerable<Diagnostic> Judge(SyntaxTree file, RuleContext context)
    {
        var declared = context.FlagsDeclaredIn(file);
        foreach (var flag in declared.Where(d => d.IsMisnumbered && context.LocksNatively))
        {
            var right = flag.RightValue(declared);
            yield return Diagnostic.Create(
                Descriptor,
                flag.Place.GetLocation(),
                ModeFix.Numbering(right),
                $"'{flag.Symbol.Name}' is {flag.Value}, but {flag.Flag.Name} is {right}",
                "give it its own value"
            );
        }
    }

    public override IEnumerable<Diagnostic> Judge(BodyFacts body, RuleContext context)
    {
        foreach (var call in body.Calls)
        {
            foreach (var (role, argument) in Arguments(call))
            {
                foreach (var named in LockConstantUse.In(argument).Where(n => n.IsForeignTo(call.Call, role)))
                {
                    var own = named.Flag.CounterpartIn(call.Api, role);
                    yield return Diagnostic.Create(
                        Descriptor,
                        named.Reference.Syntax.GetLocation(),
                        call.Api == LockApi.Fcntl ? [call.Site.Syntax.GetLocation()] : null,
                        own is null ? ModeFix.None : ModeFix.Replacing(named.Value, own, own.Value),
                        $"'{named.Reference.Field.Name}' is a flag of {Owner(named.Flag)}, not of {call.Call.Function.Name}",
                        own is null ? "pass one of its own" : $"use {own.Name}"
                    );
                }
            }
        }
    }

    private static IEnumerable<(ArgumentRole, IOperation)> Arguments(LockCallFacts call)
    {
        foreach (var role in new[] { ArgumentRole.Flags, ArgumentRole.Command })
        {
            if (call.Call[role] is { } argument)
                yield return (role, argument);
        }

        if (call.Arguments.Sources.TryGetValue(ArgumentRole.LockType, out var type))
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
