using LockAnalyzers.Judgement;
using LockAnalyzers.Model.Facts;
using Microsoft.CodeAnalysis;

namespace LockAnalyzers.Rules.Declaration;

/// <summary>A rule that reports one of the verdicts on the handles that lock calls are given.</summary>
internal abstract class HandleRule<TVerdict>(DiagnosticDescriptor descriptor) : Rule(descriptor)
    where TVerdict : HandleVerdict
{
    protected sealed override IEnumerable<Diagnostic> JudgeBody(BodyFacts body, RuleContext context) =>
        context
            .VerdictsOn(body)
            .Handles.Where(judged => judged.Verdict is TVerdict)
            .Select(judged => Report(judged.Call, (TVerdict)judged.Verdict));

    protected abstract Diagnostic Report(LockCallFacts call, TVerdict verdict);
}
