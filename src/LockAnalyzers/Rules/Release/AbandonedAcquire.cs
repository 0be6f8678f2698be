using System.Collections.Immutable;
using LockAnalyzers.Judgement;
using LockAnalyzers.Model.Facts;
using Microsoft.CodeAnalysis;

namespace LockAnalyzers.Rules.Release;

/// <summary>LOCK3011: a pending acquire that is given up from outside.</summary>
internal sealed class AbandonedAcquire() : Rule(Described)
{
    public const string Id = "LOCK3011";

    private static readonly DiagnosticDescriptor Described = Describe(
        Id,
        "Pending acquire is given up from outside",
        "When line {1} stops waiting for '{0}', the lock that it may still take belongs to nobody; pass the timeout or token to '{0}'",
        Category.Release,
        DiagnosticSeverity.Warning,
        "Who gives up the task of an acquire does not end the acquire: it takes the lock when it can, and nobody is left to release it."
    );

    protected override IEnumerable<Diagnostic> JudgeBody(BodyFacts body, RuleContext context)
    {
        foreach (var call in body.Calls)
        {
            if (PendingAcquire.GivenUpBy(call)?.GetLocation() is { } location)
                yield return Report(
                    call.Site.Syntax.GetLocation(),
                    new ReleaseFixData { Story = ImmutableArray.Create(location) },
                    call.Name,
                    LineOf(location)
                );
        }
    }
}
