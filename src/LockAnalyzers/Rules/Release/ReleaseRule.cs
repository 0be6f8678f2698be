using System.Collections.Immutable;
using LockAnalyzers.Judgement;
using LockAnalyzers.Model.Facts;
using Microsoft.CodeAnalysis;

namespace LockAnalyzers.Rules.Release;

/// <summary>A rule that reports one of the verdicts on how a lock is released.</summary>
internal abstract class ReleaseRule<TVerdict>(DiagnosticDescriptor descriptor) : Rule(descriptor)
    where TVerdict : ReleaseVerdict
{
    protected sealed override IEnumerable<Diagnostic> JudgeBody(BodyFacts body, RuleContext context) =>
        context
            .VerdictsOn(body)
            .Releases.Where(judged => judged.Verdict is TVerdict)
            .Select(judged => Report(judged.Call, (TVerdict)judged.Verdict));

    protected abstract Diagnostic Report(LockCallFacts call, TVerdict verdict);

    /// <summary>The releases of a lock; where it ends with its file, what closes that.</summary>
    protected static ImmutableArray<Location> ReleasesOf(LockCallFacts call) =>
        LocationsOf(call.ReleaseSites.IsEmpty ? call.Closings : call.ReleaseSites);

    protected static ImmutableArray<Location> LocationsOf(IEnumerable<IOperation> operations) =>
        operations.Select(o => o.Syntax.GetLocation()).ToImmutableArray();

    protected static ImmutableArray<Location> LocationsOf(IEnumerable<Exit> exits) => exits.Select(e => e.Location).ToImmutableArray();
}
