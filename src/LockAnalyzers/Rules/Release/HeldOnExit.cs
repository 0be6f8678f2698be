using System.Collections.Immutable;
using LockAnalyzers.Judgement;
using LockAnalyzers.Model.Facts;
using LockAnalyzers.Model.Symbolic;
using Microsoft.CodeAnalysis;

namespace LockAnalyzers.Rules.Release;

/// <summary>LOCK3001: a lock that is still held on an ordinary way out.</summary>
internal sealed class HeldOnExit() : Rule(Description)
{
    public const string Id = "LOCK3001";

    private static readonly DiagnosticDescriptor Description = new(
        Id,
        "Lock still held on a way out",
        "The lock that '{0}' takes is still held {1}; {2}",
        Category.Release,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "A path leaves the method with the lock although another one releases it, nobody else could, or the caller is told that there is no lock.",
        PageOf(Id)
    );

    public override IEnumerable<Diagnostic> Judge(BodyFacts body, RuleContext context)
    {
        foreach (var call in body.Calls.Concat(body.CallsThroughWrappers))
        {
            var forgotten = context.Ownership.LeakingExits(call, body);
            if (forgotten.FirstOrDefault() is { } exit)
            {
                yield return Diagnostic.Create(
                    Descriptor,
                    call.Site.Syntax.GetLocation(),
                    [exit.Location],
                    Properties(call, forgotten, body),
                    call.Name,
                    Where(exit),
                    call.Releases.IsEmpty ? "release it there" : "release it there too, or in a finally"
                );
            }
        }
    }

    private static ImmutableDictionary<string, string?> Properties(LockCallFacts call, ImmutableArray<Exit> forgotten, BodyFacts body)
    {
        var properties = ReleaseFix.ReleasesOf(call);
        if (call.File is SymbolicExpression.OpenedFile { Site.Syntax.Span: var opened })
            properties = properties.Add(ReleaseFix.Opened, ReleaseFix.Text([opened.Start, opened.End]));

        return
            forgotten.Any(exit => call.ReleasedAt.Any(free => free.Location == exit.Location))
            || LockOwnership.LeakOnException(call, body) is not null
            ? properties
            : properties.Add(ReleaseFix.Exits, ReleaseFix.Text(forgotten.Select(e => e.Location.SourceSpan.Start).Distinct()));
    }

    private static string Where(Exit exit)
    {
        var line = exit.Location.GetLineSpan().StartLinePosition.Line + 1;
        return exit switch
        {
            { Kind: ExitKind.Throw } => $"when line {line} throws",
            { Result: ReportedResult.Failure } => $"when line {line} reports failure",
            _ => $"when the method is left at line {line}",
        };
    }
}
