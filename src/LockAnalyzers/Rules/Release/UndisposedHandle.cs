using LockAnalyzers.Judgement;
using LockAnalyzers.Model.Facts;
using LockAnalyzers.Recognition.Apis;
using Microsoft.CodeAnalysis;

namespace LockAnalyzers.Rules.Release;

/// <summary>LOCK3005: a lock handle that is dropped, or not disposed on all paths.</summary>
internal sealed class UndisposedHandle() : Rule(Description)
{
    public const string Id = "LOCK3005";

    private static readonly DiagnosticDescriptor Description = new(
        Id,
        "Lock handle is not disposed",
        "The lock handle that '{0}' returns {1}; use 'using'",
        Category.Release,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "The lock is held until its handle is disposed; one that is dropped keeps it until the garbage collector comes by.",
        PageOf(Id)
    );

    public override IEnumerable<Diagnostic> Judge(BodyFacts body, RuleContext context)
    {
        foreach (var call in body.Calls)
        {
            if (call.Call.Api == LockApi.FileLocking && LostAt(call, body) is { } exit)
            {
                yield return Diagnostic.Create(
                    Descriptor,
                    call.Site.Syntax.GetLocation(),
                    [exit.Location],
                    call.Name,
                    call.Closings.IsEmpty
                        ? "is never disposed"
                        : $"is not disposed when line {exit.Location.GetLineSpan().StartLinePosition.Line + 1} {(exit.Kind == ExitKind.Return ? "leaves the method" : "throws")}"
                );
            }
        }
    }

    /// <summary>An exception counts where the handle is this body's to dispose, and not on its way to somebody else.</summary>
    private static Exit? LostAt(LockCallFacts call, BodyFacts body)
    {
        var ordinary = call.HeldAt.FirstOrDefault(e => e.Kind != ExitKind.Exception);
        return ordinary ?? (call.File is { } handle && !body.Escapes.Contains(handle) ? call.HeldAt.FirstOrDefault() : null);
    }
}
