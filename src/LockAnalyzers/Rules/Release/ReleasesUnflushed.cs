using LockAnalyzers.Judgement;
using LockAnalyzers.Model.Facts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LockAnalyzers.Rules.Release;

/// <summary>LOCK3009: buffered data is still unflushed when the lock is released.</summary>
internal sealed class ReleasesUnflushed() : Rule(Description)
{
    public const string Id = "LOCK3009";

    private static readonly DiagnosticDescriptor Description = new(
        Id,
        "Lock released with data still buffered",
        "'{0}' releases the lock while what line {1} wrote may still be in a buffer; flush before unlocking",
        Category.Release,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "What was written under the lock reaches the file only when the writer or stream is flushed or closed, after the lock was released.",
        PageOf(Id)
    );

    public override IEnumerable<Diagnostic> Judge(BodyFacts body, RuleContext context)
    {
        foreach (var call in body.Calls.Concat(body.CallsThroughWrappers))
        {
            if (call.Unflushed is not var (write, release, _))
                continue;

            yield return Diagnostic.Create(
                Descriptor,
                release.Syntax.GetLocation(),
                [write.Syntax.GetLocation()],
                ReleaseFix.WriterOf(write),
                release is IInvocationOperation { TargetMethod.Name: var name } ? name : call.Name,
                write.Syntax.GetLocation().GetLineSpan().StartLinePosition.Line + 1
            );
        }
    }
}
