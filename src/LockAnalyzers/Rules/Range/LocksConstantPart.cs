using LockAnalyzers.Judgement;
using LockAnalyzers.Model.Facts;
using Microsoft.CodeAnalysis;

namespace LockAnalyzers.Rules.Range;

/// <summary>LOCK2005: a constant part of a file is locked, and nothing shows that the data is elsewhere.</summary>
internal sealed class LocksConstantPart() : Rule(Description)
{
    public const string Id = "LOCK2005";

    private static readonly DiagnosticDescriptor Description = new(
        Id,
        "Constant part of the file locked",
        "'{0}' locks only part of the file, which excludes only those who lock the same bytes; lock the whole file",
        Category.Range,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        "A lock on a fixed part of a file keeps out those who lock the same bytes, and nobody else.",
        PageOf(Id)
    );

    public override IEnumerable<Diagnostic> Judge(BodyFacts body, RuleContext context) =>
        body
            .Calls.Where(call => Applies(call) && !context.Ranges.NamesSeveralPlaces(call))
            .Select(call =>
                RangeFix.Create(
                    Descriptor,
                    call,
                    RangeFix.LengthOf(call.Call),
                    RangeFix.None,
                    context,
                    call.Call.Operation.TargetMethod.Name
                )
            );

    private static bool Applies(LockCallFacts call) =>
        call is { IsAcquire: true, Range: { IsConstant: true, IsWholeFile: false, IsBeyondData: false } range }
        && !ZeroLengthLock.Applies(call)
        && TruncatedRange.FaultOf(call) is null
        && RangeMissesData.AccessBeyond(call) is null
        && !call.Accesses.Any(range.LiesBehind)
        && (call.Accesses.IsEmpty || !call.Accesses.All(range.Contains));
}
