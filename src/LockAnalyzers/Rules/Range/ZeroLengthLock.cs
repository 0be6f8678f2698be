using LockAnalyzers.Judgement;
using LockAnalyzers.Model.Facts;
using LockAnalyzers.Recognition.Apis;
using Microsoft.CodeAnalysis;

namespace LockAnalyzers.Rules.Range;

/// <summary>LOCK2003: a lock of zero bytes.</summary>
internal sealed class ZeroLengthLock() : Rule(Description)
{
    public const string Id = "LOCK2003";

    private static readonly DiagnosticDescriptor Description = new(
        Id,
        "Lock of zero bytes",
        "'{0}' locks zero bytes, {1}; lock the whole file",
        Category.Range,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "A range of zero bytes locks nothing on Windows, and everything to the end of the file on Unix.",
        PageOf(Id)
    );

    public override IEnumerable<Diagnostic> Judge(BodyFacts body, RuleContext context) =>
        body
            .Calls.Where(Applies)
            .Select(call =>
                RangeFix.Create(
                    Descriptor,
                    call,
                    RangeFix.LengthOf(call.Call),
                    RangeFix.None,
                    context,
                    call.Call.Operation.TargetMethod.Name,
                    call.Api == LockApi.FileStream ? "which is nothing on Windows and everything on Unix" : "which excludes nobody"
                )
            );

    /// <summary>True for a lock of no bytes; zero means to the end of the file where POSIX is called directly.</summary>
    public static bool Applies(LockCallFacts call) =>
        call is { IsAcquire: true, Api: LockApi.LockFileEx or LockApi.LockFile or LockApi.FileStream, Range.Length.IsZero: true };
}
