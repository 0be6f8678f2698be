using System.Collections.Immutable;
using LockAnalyzers.Judgement;
using LockAnalyzers.Model.Facts;
using Microsoft.CodeAnalysis;

namespace LockAnalyzers.Rules.Range;

/// <summary>A rule that reports one of the verdicts on the range of a lock call.</summary>
internal abstract class RangeRule<TVerdict>(DiagnosticDescriptor descriptor) : Rule(descriptor)
    where TVerdict : RangeVerdict
{
    protected sealed override IEnumerable<Diagnostic> JudgeBody(BodyFacts body, RuleContext context) =>
        context
            .VerdictsOn(body)
            .Ranges.Where(judged => judged.Verdict is TVerdict)
            .Select(judged => Report(judged.Call, (TVerdict)judged.Verdict, context));

    protected abstract Diagnostic Report(LockCallFacts call, TVerdict verdict, RuleContext context);

    /// <summary>The data for a fix that changes the call together with all that lock or unlock the same bytes.</summary>
    protected static RangeFixData WithPartners(LockCallFacts call, RuleContext context)
    {
        var partners = context.Ranges.PartnersOf(call);
        return new RangeFixData
        {
            Partners = partners.Select(p => p.Call.Operation.Syntax.GetLocation()).ToImmutableArray(),
            IsOffsetZero = partners.Add(call).All(p => p.Range.Offset.IsZero),
        };
    }
}
