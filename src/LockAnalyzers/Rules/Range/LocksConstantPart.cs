using LockAnalyzers.Judgement;
using LockAnalyzers.Model.Facts;
using Microsoft.CodeAnalysis;

namespace LockAnalyzers.Rules.Range;

/// <summary>LOCK2005: a constant part of a file is locked, and nothing shows that the data is elsewhere.</summary>
internal sealed class LocksConstantPart() : RangeRule<RangeVerdict.ConstantPart>(Described)
{
    public const string Id = "LOCK2005";

    private static readonly DiagnosticDescriptor Described = Describe(
        Id,
        "Constant part of the file locked",
        "'{0}' locks only part of the file, which excludes only those who lock the same bytes; lock the whole file",
        Category.Range,
        DiagnosticSeverity.Info,
        "A lock on a fixed part of a file keeps out only those who lock the same bytes."
    );

    protected override Diagnostic Report(LockCallFacts call, RangeVerdict.ConstantPart verdict, RuleContext context) =>
        Report(RangeSpan.OfLength(call.Call), WithPartners(call, context), call.Name);
}
