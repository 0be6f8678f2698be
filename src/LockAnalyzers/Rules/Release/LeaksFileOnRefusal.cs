using LockAnalyzers.Judgement;
using LockAnalyzers.Model.Facts;
using LockAnalyzers.Model.Symbolic;
using Microsoft.CodeAnalysis;

namespace LockAnalyzers.Rules.Release;

/// <summary>LOCK3004: the file opened for the lock is left open when the acquire fails.</summary>
internal sealed class LeaksFileOnRefusal() : Rule(Description)
{
    public const string Id = "LOCK3004";

    private static readonly DiagnosticDescriptor Description = new(
        Id,
        "File left open when the lock is refused",
        "When '{0}' fails, the file opened at line {1} is left open; close it before line {2} leaves",
        Category.Release,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "The file was opened for this lock, and on the path on which the lock is refused nothing closes it.",
        PageOf(Id)
    );

    public override IEnumerable<Diagnostic> Judge(BodyFacts body, RuleContext context)
    {
        foreach (var call in body.Calls)
        {
            if (
                call is { IsAcquire: true, IsUndecided: false, File: SymbolicExpression.OpenedFile file }
                && call.FileLeakedAt.FirstOrDefault() is { } exit
                && LockOwnership.IsKnownToFail(call)
                && context.Ownership.LeakingExits(call, body).IsEmpty
            )
            {
                yield return Diagnostic.Create(
                    Descriptor,
                    call.Site.Syntax.GetLocation(),
                    [file.Site.Syntax.GetLocation(), .. call.FileLeakedAt.Select(e => e.Location)],
                    call.Name,
                    Line(file.Site.Syntax.GetLocation()),
                    Line(exit.Location)
                );
            }
        }
    }

    private static int Line(Location location) => location.GetLineSpan().StartLinePosition.Line + 1;
}
