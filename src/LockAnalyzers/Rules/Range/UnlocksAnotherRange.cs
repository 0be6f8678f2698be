using LockAnalyzers.Judgement;
using LockAnalyzers.Model.Facts;
using Microsoft.CodeAnalysis;

namespace LockAnalyzers.Rules.Range;

/// <summary>LOCK2001: an unlock that names other bytes than the lock.</summary>
internal sealed class UnlocksAnotherRange() : Rule(Description)
{
    public const string Id = "LOCK2001";

    private static readonly DiagnosticDescriptor Description = new(
        Id,
        "Unlock of another range than was locked",
        "'{0}' names another {1} than the lock it releases; repeat the range of the lock",
        Category.Range,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "Windows releases only a range that was locked as it is named: an unlock of other bytes fails, and the lock stays. On Unix the bytes outside the named range stay locked.",
        PageOf(Id)
    );

    public override IEnumerable<Diagnostic> Judge(BodyFacts body, RuleContext context) =>
        context
            .Ranges.MismatchesIn(body)
            .GroupBy(m => m.Mismatch.Release.Operation)
            .Select(g => g.First())
            .Select(m =>
                Diagnostic.Create(
                    Descriptor,
                    RangeFix.Of(m.Mismatch.Release, m.Mismatch.Offset, m.Mismatch.Length),
                    [m.Acquire.Call.Operation.Syntax.GetLocation()],
                    m.Mismatch.Offset ? RangeFix.None.Add(RangeFix.OffsetDiffers, bool.TrueString) : RangeFix.None,
                    m.Mismatch.Release.Operation.TargetMethod.Name,
                    m.Mismatch switch
                    {
                        { Offset: false } => "length",
                        { Length: false } => "offset",
                        _ => "offset and length",
                    }
                )
            );
}
