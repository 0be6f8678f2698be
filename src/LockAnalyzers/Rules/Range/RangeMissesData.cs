using LockAnalyzers.Judgement;
using LockAnalyzers.Model.Facts;
using LockAnalyzers.Model.Locks;
using Microsoft.CodeAnalysis;

namespace LockAnalyzers.Rules.Range;

/// <summary>LOCK2004: data outside the locked range is read or written under the lock.</summary>
internal sealed class RangeMissesData() : Rule(Description)
{
    public const string Id = "LOCK2004";

    private static readonly DiagnosticDescriptor Description = new(
        Id,
        "Locked range does not cover the data",
        "'{0}' locks {1}, but '{2}' {3} data beyond it; lock the whole file",
        Category.Range,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "Whoever locks other bytes of the file gets in, although the data that is worked on under the lock is the same.",
        PageOf(Id)
    );

    public override IEnumerable<Diagnostic> Judge(BodyFacts body, RuleContext context)
    {
        foreach (var call in body.Calls)
        {
            if (AccessBeyond(call) is { } access)
            {
                yield return RangeFix.Create(
                    Descriptor,
                    call,
                    RangeFix.LengthOf(call.Call),
                    RangeFix.None,
                    context,
                    call.Call.Operation.TargetMethod.Name,
                    call.Range.IsConstant ? "part of the file" : "the file up to its present end",
                    access.Site.Syntax.ToString(),
                    access.IsWrite ? "writes" : "reads"
                );
            }
        }
    }

    /// <summary>The first read or write that surely reaches beyond the range.</summary>
    public static LockedAccess? AccessBeyond(LockCallFacts call) =>
        !call.IsAcquire || ZeroLengthLock.Applies(call) || TruncatedRange.FaultOf(call) is not null
            ? null
            : call.Accesses.FirstOrDefault(a => call.Range.EndsInData ? call.Range.Misses(a) : call.Range.EndsWhere(a, call.File));
}
