using System.Collections.Immutable;
using LockAnalyzers.Judgement;
using LockAnalyzers.Model.Facts;
using LockAnalyzers.Model.Locks;
using LockAnalyzers.Recognition;
using Microsoft.CodeAnalysis;

namespace LockAnalyzers.Rules.Range;

/// <summary>LOCK2001: an unlock that names other bytes than the lock.</summary>
internal sealed class UnlocksAnotherRange() : RangeRule<RangeVerdict.OtherRange>(Described)
{
    public const string Id = "LOCK2001";

    private static readonly DiagnosticDescriptor Described = Describe(
        Id,
        "Unlock of another range than was locked",
        "'{0}' names another {1} than the lock it releases; repeat the range of the lock",
        Category.Range,
        DiagnosticSeverity.Warning,
        "Windows releases only a range that was locked as it is named: an unlock of other bytes fails, and the lock stays. On Unix the bytes outside the named range stay locked."
    );

    protected override Diagnostic Report(LockCallFacts call, RangeVerdict.OtherRange verdict, RuleContext context) =>
        Report(
            Span(call.Call, verdict.Mismatch),
            new RangeFixData
            {
                Partners = ImmutableArray.Create(verdict.Acquire.Call.Operation.Syntax.GetLocation()),
                IsOffsetWrong = verdict.Mismatch.Offset,
            },
            call.Name,
            verdict.Mismatch switch
            {
                { Offset: false } => "length",
                { Length: false } => "offset",
                _ => "offset and length",
            }
        );

    private static Location Span(LockCall unlock, RangeMismatch mismatch) =>
        mismatch switch
        {
            { Offset: false } => RangeSpan.OfLength(unlock),
            { Length: false } => RangeSpan.OfOffset(unlock),
            _ => RangeSpan.OfBoth(unlock),
        };
}
