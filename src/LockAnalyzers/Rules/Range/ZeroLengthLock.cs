using LockAnalyzers.Judgement;
using LockAnalyzers.Model.Facts;
using LockAnalyzers.Recognition.Apis;
using Microsoft.CodeAnalysis;

namespace LockAnalyzers.Rules.Range;

/// <summary>LOCK2003: a lock of zero bytes.</summary>
internal sealed class ZeroLengthLock() : RangeRule<RangeVerdict.ZeroLength>(Described)
{
    public const string Id = "LOCK2003";

    private static readonly DiagnosticDescriptor Described = Describe(
        Id,
        "Lock of zero bytes",
        "'{0}' locks zero bytes, {1}; lock the whole file",
        Category.Range,
        DiagnosticSeverity.Warning,
        "A range of zero bytes locks nothing on Windows, and everything to the end of the file on Unix."
    );

    protected override Diagnostic Report(LockCallFacts call, RangeVerdict.ZeroLength verdict, RuleContext context) =>
        Report(
            call.LengthPassedOn is { } length ? length.Syntax.GetLocation() : RangeSpan.OfLength(call.Call),
            call.IsDirect ? WithPartners(call, context) : new RangeFixData(),
            call.Name,
            call.Api == LockApi.FileStream ? "which is nothing on Windows and everything on Unix" : "which excludes nobody"
        );
}
