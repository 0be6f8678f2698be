using LockAnalyzers.Judgement;
using LockAnalyzers.Model.Facts;
using Microsoft.CodeAnalysis;

namespace LockAnalyzers.Rules.Range;

/// <summary>LOCK2004: data outside the locked range is read or written under the lock.</summary>
internal sealed class RangeMissesData() : RangeRule<RangeVerdict.MissesData>(Described)
{
    public const string Id = "LOCK2004";

    private static readonly DiagnosticDescriptor Described = Describe(
        Id,
        "Locked range does not cover the data",
        "'{0}' locks {1}, but '{2}' {3} data beyond it; lock the whole file",
        Category.Range,
        DiagnosticSeverity.Warning,
        "A process that locks other bytes of the file is not kept out, although it works on the same data."
    );

    protected override Diagnostic Report(LockCallFacts call, RangeVerdict.MissesData verdict, RuleContext context) =>
        Report(
            RangeSpan.OfLength(call.Call),
            WithPartners(call, context),
            call.Name,
            call.Range.IsConstant ? "part of the file" : "the file up to its present end",
            verdict.Access.Site.Syntax.ToString(),
            verdict.Access.IsWrite ? "writes" : "reads"
        );
}
