using System.Collections.Immutable;
using LockAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LockAnalyzers.Rules;

/// <summary>LOCK3009: buffered data is still unflushed when the lock is released.</summary>
internal sealed class ReleasesUnflushed() : Rule(Description)
{
    public const string Id = "LOCK3009";

    /// <summary>The property in which the fix finds the expression to flush.</summary>
    public const string Writer = nameof(Writer);

    private static readonly DiagnosticDescriptor Description = new(
        Id,
        "Lock released with data still buffered",
        "'{0}' releases the lock while what line {1} wrote may still be in a buffer; flush before unlocking",
        Category.Release,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "What was written under the lock reaches the file only when the writer or stream is flushed or closed, after the lock was released.",
        PageOf(Id));

    public override IEnumerable<Diagnostic> Judge(BodyFacts body, LockProgram program, CancellationToken cancellation)
    {
        foreach (var call in body.Calls.Concat(body.Wrapped))
        {
            if (call.Unflushed is not { } write)
                continue;

            yield return Diagnostic.Create(
                Descriptor,
                call.Site.Syntax.GetLocation(),
                [write.Syntax.GetLocation()],
                WriterOf(write) is { } writer ? ImmutableDictionary<string, string?>.Empty.Add(Writer, writer.Syntax.ToString()) : null,
                call.Name,
                write.Syntax.GetLocation().GetLineSpan().StartLinePosition.Line + 1);
        }
    }

    /// <summary>The writer or stream as the code names it, where it is a name that means the same at the unlock.</summary>
    private static IOperation? WriterOf(IOperation write) =>
        write is IInvocationOperation { TargetMethod.Name: "Write" or "WriteAsync" or "WriteByte" or "WriteLine" or "WriteLineAsync", Instance: ILocalReferenceOperation or IParameterReferenceOperation or IFieldReferenceOperation } call ? call.Instance : null;
}
