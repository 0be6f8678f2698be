using System.Collections.Immutable;
using LockAnalyzers.Judgement;
using LockAnalyzers.Model.Facts;
using LockAnalyzers.Recognition.Apis;
using LockAnalyzers.Recognition.Naming;
using Microsoft.CodeAnalysis;

namespace LockAnalyzers.Rules.Mode;

/// <summary>LOCK1004: a Try… method whose lock call waits.</summary>
internal sealed class TryMethodWaits() : Rule(Description)
{
    public const string Id = "LOCK1004";

    private static readonly DiagnosticDescriptor Description = new(
        Id,
        "Try… method waits for its lock",
        "'{0}' waits in '{1}' until the lock is free; {2}",
        Category.Mode,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "A method called Try… that takes no timeout and no cancellation token promises to answer at once.",
        PageOf(Id)
    );

    public override IEnumerable<Diagnostic> Judge(BodyFacts body, RuleContext context)
    {
        if (
            LockIndex.OuterMember(body.Member)
                is not IMethodSymbol { MethodKind: MethodKind.Ordinary or MethodKind.ExplicitInterfaceImplementation } method
            || !IdentifierWords.HasTryPrefix(method.Name)
            || method.Parameters.Any(Bounds)
        )
        {
            yield break;
        }

        foreach (var call in body.Calls)
        {
            if (call.IsAcquire && call.Request.Waiting == Waiting.Waits && !call.UnderExclusive && Waiter(call) is { } waiter)
                yield return Diagnostic.Create(
                    Descriptor,
                    waiter.GetLocation(),
                    Mend(call),
                    call.Call.Operation.TargetMethod.Name,
                    method.Name,
                    Remedy(call.Api)
                );
        }
    }

    /// <summary>A parameter that says how long to wait, or whether.</summary>
    private static bool Bounds(IParameterSymbol parameter) =>
        parameter.Type.Name is "TimeSpan" or "CancellationToken" or "DateTime" or "DateTimeOffset" or "Stopwatch"
        || parameter.Type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T, TypeArguments: var inner }
            && inner[0].Name is "TimeSpan" or "CancellationToken"
        || IdentifierWords.MentionsWaiting(parameter.Name);

    private static SyntaxNode? Waiter(LockCallFacts call) =>
        call.Call.Syntax(call.Call.Function.Parameters.Contains(ArgumentRole.Command) ? ArgumentRole.Command : ArgumentRole.Flags);

    private static string Remedy(LockApi api) =>
        api switch
        {
            LockApi.LockFileEx => "add LOCKFILE_FAIL_IMMEDIATELY",
            LockApi.Flock => "add LOCK_NB",
            LockApi.Fcntl => "use F_SETLK",
            _ => "use F_TLOCK",
        };

    private static ImmutableDictionary<string, string?> Mend(LockCallFacts call) =>
        call.Api switch
        {
            LockApi.LockFileEx => ModeFix.Adding(LockConstant.LockfileFailImmediately),
            LockApi.Flock => ModeFix.Adding(LockConstant.LockNb),
            LockApi.Lockf => ModeFix.Replacing(LockConstant.FLock.Value, LockConstant.FTLock, LockConstant.FTLock.Value),
            _ when FcntlNumbers.Of(call.Arguments[ArgumentRole.Command].Bits.Value) is { } numbers
                    && call.Arguments[ArgumentRole.Command].Bits.Value is var command => command == numbers.SetLockWait
                ? ModeFix.Replacing(command, LockConstant.FSetLk, numbers.SetLock)
                : ModeFix.Replacing(command, LockConstant.FOfdSetLk, numbers.OfdSetLock),
            _ => ModeFix.None,
        };
}
