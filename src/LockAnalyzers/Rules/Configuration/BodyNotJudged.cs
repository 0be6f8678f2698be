using LockAnalyzers.Judgement;
using LockAnalyzers.Model.Facts;
using Microsoft.CodeAnalysis;

namespace LockAnalyzers.Rules.Configuration;

/// <summary>LOCK0002: a body that is beyond a bound of the analysis, so that no other rule judges its locks.</summary>
internal sealed class BodyNotJudged() : Rule(Described)
{
    public const string Id = "LOCK0002";

    private static readonly DiagnosticDescriptor Described = Describe(
        Id,
        "Locks of a body are not judged",
        "The locks of '{0}' are not judged: {1}",
        Category.Configuration,
        DiagnosticSeverity.Hidden,
        "The body is beyond a bound that keeps the analysis fast. No rule reports anything in it, whether or not its locks are right."
    );

    protected override IEnumerable<Diagnostic> JudgeBody(BodyFacts body, RuleContext context)
    {
        if (body.ExceededBound is { } bound)
            yield return Diagnostic.Create(Descriptor, PlaceOf(body), body.Member.Name, Describe(bound));
    }

    private static Location PlaceOf(BodyFacts body) =>
        body.Member.Locations.FirstOrDefault(l => l.SourceTree == body.Syntax.SyntaxTree) ?? body.Syntax.GetLocation();

    private static string Describe(BodyBound bound) =>
        bound switch
        {
            BodyBound.Blocks => "it has too many branches",
            BodyBound.States => "too many different sets of locks may be held at one point",
            BodyBound.Steps => "following its paths takes too many steps",
            BodyBound.Nesting => "an expression in it is nested too deeply",
            BodyBound.CallerDepth => "its lock is handed on through too many methods",
            _ => "methods that call each other hand a lock back and forth",
        };
}
