using System.Collections.Immutable;
using LockAnalyzers.Judgement;
using LockAnalyzers.Model.Facts;
using LockAnalyzers.Recognition.Apis;
using Microsoft.CodeAnalysis;

namespace LockAnalyzers.Rules.Declaration;

/// <summary>LOCK5006: fcntl called on macOS as Linux has it.</summary>
internal sealed class WrongSystem() : Rule(Described)
{
    public const string Id = "LOCK5006";

    private static readonly DiagnosticDescriptor Described = Describe(
        Id,
        "fcntl called on macOS as Linux has it",
        "macOS runs this '{0}', {1}; {2}",
        Category.Declaration,
        DiagnosticSeverity.Warning,
        "The commands, lock types and lock record of fcntl differ between Linux and macOS, and on Apple's arm64 its third argument is on the stack."
    );

    protected override IEnumerable<Diagnostic> JudgeBody(BodyFacts body, RuleContext context) =>
        from call in body.Calls
        let verdict = MacOSFcntl.Of(call, context.Systems)
        where verdict is not null && !IsToldElsewhere(verdict, context)
        select Report(call.Call.Operation.Syntax.GetLocation(), EditFor(verdict), call.Name, Fault(verdict), Remedy(verdict));

    /// <summary>
    /// One record for both systems is one fault, however many calls pass it: it is told at a call with a fault of its own besides, else at
    /// the first.
    /// </summary>
    private static bool IsToldElsewhere(MacOSFcntl verdict, RuleContext context) =>
        verdict is { Numbers.IsEmpty: true, Record: { } record }
        && context
            .Index.Bodies.SelectMany(body => body.Calls)
            .Select(call => MacOSFcntl.Of(call, context.Systems))
            .OfType<MacOSFcntl>()
            .Where(other => SymbolEqualityComparer.Default.Equals(other.Record, record))
            .OrderBy(other => other.Numbers.IsEmpty)
            .First()
            .Call.Call.Operation != verdict.Call.Call.Operation;

    private static string Fault(MacOSFcntl verdict)
    {
        var numbers = verdict.Numbers.Select(n => $"{n.Name} is {n.Right} and not {n.Value}").ToList();
        if (verdict.Record is { } record)
            numbers.Add($"struct flock begins with l_start and not with l_type as '{record.Name}' does");

        return numbers.Count > 0
            ? "where " + string.Join(", ", numbers)
            : "which on arm64 takes its third argument from the stack, where a declaration with fixed arguments does not put it";
    }

    private static string Remedy(MacOSFcntl verdict) =>
        verdict switch
        {
            { Record: not null } => "choose record and numbers by the system",
            { Numbers.IsEmpty: false, OnlyMacOS: true } => "use the numbers of macOS",
            { Numbers.IsEmpty: false } => "choose the numbers by the system",
            _ => $"declare {NativeSignature.PaddingOnAppleArm64} arguments before it that nobody reads, and call that on arm64",
        };

    private static DeclarationFixData EditFor(MacOSFcntl verdict)
    {
        var native = verdict.Call.Call.Operation.TargetMethod.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax().GetLocation();
        var places = verdict.Numbers.Select(n => n.Source.Syntax.GetLocation()).ToList();
        return verdict switch
        {
            { Record: { } record } => new()
            {
                Story = record.DeclaringSyntaxReferences.Select(r => r.GetSyntax().GetLocation()).Concat(places).ToImmutableArray(),
            },
            { Numbers.IsEmpty: false } => new()
            {
                Edit = verdict.OnlyMacOS ? DeclarationEdit.UseNumbers : DeclarationEdit.ChooseNumbers,
                Declaration = native,
                Places = places.ToImmutableArray(),
                Replacement = string.Join(",", verdict.Numbers.Select(n => n.Right)),
                Parameter = verdict.HasFixedArguments ? 2 : null,
            },
            _ => new() { Edit = DeclarationEdit.PadArguments, Declaration = native },
        };
    }
}
