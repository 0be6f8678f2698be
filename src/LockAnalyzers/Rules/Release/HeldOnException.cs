using LockAnalyzers.Judgement;
using LockAnalyzers.Model.Facts;
using Microsoft.CodeAnalysis;

namespace LockAnalyzers.Rules.Release;

/// <summary>LOCK3002: code between acquire and release can throw, and nothing releases then.</summary>
internal sealed class HeldOnException() : Rule(Description)
{
    public const string Id = "LOCK3002";

    private static readonly DiagnosticDescriptor Description = new(
        Id,
        "Lock not released when an exception is thrown",
        "The lock that '{0}' takes is not released when line {1} throws; {2}",
        Category.Release,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "Code between the acquire and the release can throw, and no finally or catch releases the lock then.",
        PageOf(Id)
    );

    public override IEnumerable<Diagnostic> Judge(BodyFacts body, RuleContext context)
    {
        foreach (var call in body.Calls.Concat(body.CallsThroughWrappers))
        {
            if (LockOwnership.LeakOnException(call, body) is { } exit && context.Ownership.LeakingExits(call, body).IsEmpty)
            {
                yield return Diagnostic.Create(
                    Descriptor,
                    call.Site.Syntax.GetLocation(),
                    [exit.Location],
                    ReleaseFix.ReleasesOf(call),
                    call.Name,
                    exit.Location.GetLineSpan().StartLinePosition.Line + 1,
                    call.Releases.IsEmpty && call.Closings.IsEmpty ? "close the file then" : "release it in a finally"
                );
            }
        }
    }
}
