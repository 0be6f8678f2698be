using LockAnalyzers.Flow;
using Microsoft.CodeAnalysis;

namespace LockAnalyzers.Rules;

/// <summary>One rule: its descriptor, and the judgement from facts to diagnostics.</summary>
internal abstract class Rule(DiagnosticDescriptor descriptor)
{
    public DiagnosticDescriptor Descriptor { get; } = descriptor;

    public abstract IEnumerable<Diagnostic> Judge(BodyFacts body, LockProgram program, CancellationToken cancellation);

    protected static string PageOf(string id) => $"https://github.com/lockanalyzers/lockanalyzers/blob/main/docs/rules/{id}.md";
}
