using System.Collections.Immutable;
using LockAnalyzers.Judgement;
using LockAnalyzers.Model.Facts;
using LockAnalyzers.Model.Locks;
using LockAnalyzers.Recognition.Apis;
using Microsoft.CodeAnalysis;

namespace LockAnalyzers.Rules.Range;

/// <summary>LOCK2002: a 64-bit offset or length without its high half, or with its halves swapped.</summary>
internal sealed class TruncatedRange() : Rule(Description)
{
    public const string Id = "LOCK2002";

    private static readonly DiagnosticDescriptor Description = new(
        Id,
        "64-bit range without its high half, or with its halves swapped",
        "'{0}' gets {1}; pass the low 32 bits, then the high 32 bits",
        Category.Range,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "The call locks other bytes than the value says: fewer as soon as the value exceeds 32 bits, or quite different ones.",
        PageOf(Id)
    );

    public override IEnumerable<Diagnostic> Judge(BodyFacts body, RuleContext context)
    {
        foreach (var call in body.Calls)
        {
            if (FaultOf(call) is var (fault, isLength) && !IsMendedWithItsLock(call, body))
            {
                yield return RangeFix.Create(
                    Descriptor,
                    call,
                    RangeFix.Of(call.Call, !isLength, isLength),
                    Properties(fault, isLength),
                    context,
                    call.Call.Operation.TargetMethod.Name,
                    Describe(call, fault, isLength)
                );
            }
        }
    }

    private static ImmutableDictionary<string, string?> Properties(HalfProblem fault, bool isLength) =>
        (isLength ? RangeFix.None : RangeFix.None.Add(RangeFix.OffsetDiffers, bool.TrueString)).Add(RangeFix.HalfProblem, fault.ToString());

    /// <summary>The fault in the halves of the call's length or offset; null for a range whose bytes matter to nobody.</summary>
    public static (HalfProblem Fault, bool IsLength)? FaultOf(LockCallFacts call) =>
        call.Range switch
        {
            _ when ZeroLengthLock.Applies(call) => null,
            { LengthFault: not HalfProblem.None and var fault } => (fault, true),
            { OffsetFault: not HalfProblem.None and var fault } => (fault, false),
            _ => null,
        };

    /// <summary>An unlock that repeats the lock's fault is mended together with the lock; one that differs is LOCK2001.</summary>
    private static bool IsMendedWithItsLock(LockCallFacts call, BodyFacts body) =>
        call.Request.Effect == LockEffect.Release
        && body.Calls.Any(c =>
            c.Releases.Any(r => ReferenceEquals(r.Operation, call.Call.Operation))
            && (FaultOf(c) is not null || c.Mismatches.Any(m => ReferenceEquals(m.Release.Operation, call.Call.Operation)))
        );

    private static string Describe(LockCallFacts call, HalfProblem fault, bool isLength)
    {
        var value = isLength ? "length" : "offset";
        return fault switch
        {
            HalfProblem.HighMissing when call.Api is LockApi.LockFileEx or LockApi.LockFile => $"the {value} without its high half",
            HalfProblem.HighMissing => $"only 32 bits of the {value}",
            HalfProblem.Swapped => $"the halves of the {value} swapped",
            _ => $"the same half of the {value} twice",
        };
    }
}
