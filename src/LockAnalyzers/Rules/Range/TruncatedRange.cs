using LockAnalyzers.Judgement;
using LockAnalyzers.Model.Facts;
using LockAnalyzers.Model.Locks;
using LockAnalyzers.Recognition.Apis;
using Microsoft.CodeAnalysis;

namespace LockAnalyzers.Rules.Range;

/// <summary>LOCK2002: a 64-bit offset or length without its high half, or with its halves swapped.</summary>
internal sealed class TruncatedRange() : RangeRule<RangeVerdict.Truncated>(Described)
{
    public const string Id = "LOCK2002";

    private static readonly DiagnosticDescriptor Described = Describe(
        Id,
        "64-bit range without its high half, or with its halves swapped",
        "'{0}' gets {1}; pass the low 32 bits, then the high 32 bits",
        Category.Range,
        DiagnosticSeverity.Warning,
        "The call locks other bytes than the value says: fewer if the value exceeds 32 bits, or different ones if the halves are swapped."
    );

    protected override Diagnostic Report(LockCallFacts call, RangeVerdict.Truncated verdict, RuleContext context) =>
        Report(
            verdict.IsLength ? RangeSpan.OfLength(call.Call) : RangeSpan.OfOffset(call.Call),
            WithPartners(call, context) with
            {
                Problem = verdict.Problem,
                IsOffsetWrong = !verdict.IsLength,
            },
            call.Name,
            Problem(call.Api, verdict.Problem, verdict.IsLength ? "length" : "offset")
        );

    private static string Problem(LockApi api, HalfProblem problem, string value) =>
        problem switch
        {
            HalfProblem.HighMissing when api is LockApi.LockFileEx or LockApi.LockFile => $"the {value} without its high half",
            HalfProblem.HighMissing => $"only 32 bits of the {value}",
            HalfProblem.Swapped => $"the halves of the {value} swapped",
            _ => $"the same half of the {value} twice",
        };
}
