using System.Collections.Immutable;
using LockAnalyzers.Judgement;
using LockAnalyzers.Model.Facts;
using LockAnalyzers.Model.Symbolic;
using Microsoft.CodeAnalysis;

namespace LockAnalyzers.Rules.Release;

/// <summary>LOCK3001: a lock that is still held at an ordinary exit.</summary>
internal sealed class HeldOnExit() : ReleaseRule<ReleaseVerdict.HeldOnExit>(Described)
{
    public const string Id = "LOCK3001";

    private static readonly DiagnosticDescriptor Described = Describe(
        Id,
        "Lock is not released on all code paths",
        "The lock that '{0}' takes is still held {1}; {2}",
        Category.Release,
        DiagnosticSeverity.Warning,
        "A code path leaves the method with the lock, although another path releases it, nobody else can release it, or the caller is told that there is no lock."
    );

    protected override Diagnostic Report(LockCallFacts call, ReleaseVerdict.HeldOnExit verdict)
    {
        var first = verdict.Exits[0];
        var data = new ReleaseFixData { Story = ImmutableArray.Create(first.Location), Releases = ReleasesOf(call) };
        return Report(
            call.Site.Syntax.GetLocation(),
            verdict.IsFixedAtExits
                ? data with
                {
                    Exits = LocationsOf(verdict.Exits),
                    Opening = (call.File as SymbolicExpression.OpenedFile)?.Site.Syntax.GetLocation(),
                }
                : data,
            call.Name,
            Where(first),
            Remedy(call.Releases.IsEmpty, IsClosingBrace(first.Location))
        );
    }

    private static string Remedy(bool isNeverReleased, bool isAtEnd) =>
        (isNeverReleased, isAtEnd) switch
        {
            (true, true) => "release it before",
            (true, false) => "release it there",
            (false, true) => "release it on every path, or in a finally",
            (false, false) => "release it there too, or in a finally",
        };

    private static string Where(Exit exit) =>
        exit switch
        {
            _ when IsClosingBrace(exit.Location) => "when the method ends",
            { Kind: ExitKind.Throw } => $"when line {LineOf(exit.Location)} throws",
            { Result: ReportedResult.Failure } => $"when line {LineOf(exit.Location)} reports failure",
            _ => $"when the method is left at line {LineOf(exit.Location)}",
        };
}
