using LockAnalyzers.Judgement;
using LockAnalyzers.Model.Facts;
using Microsoft.CodeAnalysis;

namespace LockAnalyzers.Rules;

/// <summary>One rule: its descriptor, and the judgement from facts to diagnostics.</summary>
internal abstract class Rule(DiagnosticDescriptor descriptor)
{
    public DiagnosticDescriptor Descriptor { get; } = descriptor;

    /// <summary>What the rule says of a body that locks.</summary>
    public virtual IEnumerable<Diagnostic> Judge(BodyFacts body, RuleContext context) => [];

    /// <summary>What the rule says of a file beside its bodies, in a compilation that locks.</summary>
    public virtual IEnumerable<Diagnostic> Judge(SyntaxTree file, RuleContext context) => [];

    /// <summary>What the rule says of a file that is no source file.</summary>
    public virtual IEnumerable<Diagnostic> Judge(AdditionalText file, CancellationToken cancellation) => [];

    protected static string PageOf(string id) => $"https://github.com/lockanalyzers/lockanalyzers/blob/main/docs/rules/{id}.md";
}
