using LockAnalyzers.Judgement;
using LockAnalyzers.Model.Facts;
using LockAnalyzers.Recognition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LockAnalyzers.Rules;

/// <summary>
/// One rule: its descriptor, and the diagnostics that it makes of facts. A rule keeps no state and refers to no other rule.
/// </summary>
internal abstract class Rule(DiagnosticDescriptor descriptor)
{
    public DiagnosticDescriptor Descriptor { get; } = descriptor;

    /// <summary>
    /// The diagnostics in a body that takes or releases locks, at most one at each place: one call of a wrapper that takes two locks is one
    /// fault.
    /// </summary>
    public IEnumerable<Diagnostic> DiagnosticsIn(BodyFacts body, RuleContext context) =>
        JudgeBody(body, context).GroupBy(d => d.Location).Select(g => g.First());

    /// <summary>The diagnostics in a source file outside of the interpreted bodies, in a compilation that locks files.</summary>
    public virtual IEnumerable<Diagnostic> JudgeFile(SyntaxTree file, RuleContext context) => [];

    /// <summary>The diagnostics in a file of the project that is not compiled.</summary>
    public virtual IEnumerable<Diagnostic> JudgeAdditionalFile(AdditionalText file, CancellationToken cancellation) => [];

    /// <summary>The diagnostics in a file of settings, in a compilation that locks files.</summary>
    public virtual IEnumerable<Diagnostic> JudgeSettings(AdditionalText file, ProjectOptions options, CancellationToken cancellation) => [];

    protected virtual IEnumerable<Diagnostic> JudgeBody(BodyFacts body, RuleContext context) => [];

    /// <summary>A diagnostic of this rule, with the data for its fixes.</summary>
    protected Diagnostic Report(Location location, FixData data, params object[] arguments) =>
        Diagnostic.Create(Descriptor, location, data.Locations, data.ToProperties(), arguments);

    /// <summary>The same with another severity than the rule's own.</summary>
    protected Diagnostic Report(DiagnosticSeverity severity, Location location, FixData data, params object[] arguments) =>
        Diagnostic.Create(Descriptor, location, severity, data.Locations, data.ToProperties(), arguments);

    /// <summary>The descriptor of a rule, with the page of that id as its help link.</summary>
    protected static DiagnosticDescriptor Describe(
        string id,
        string title,
        string messageFormat,
        string category,
        DiagnosticSeverity defaultSeverity,
        string description
    ) =>
        new(
            id,
            title,
            messageFormat,
            category,
            defaultSeverity,
            isEnabledByDefault: true,
            description,
            $"https://github.com/lockanalyzers/lockanalyzers/blob/main/docs/rules/{id}.md"
        );

    /// <summary>True for the end of a body, which is no line that a reader would look at.</summary>
    protected static bool IsClosingBrace(Location location) =>
        location.SourceTree?.GetRoot().FindToken(location.SourceSpan.Start).IsKind(SyntaxKind.CloseBraceToken) == true;

    /// <summary>The number of the line that a location starts in, as editors count.</summary>
    protected static int LineOf(Location location) => location.GetLineSpan().StartLinePosition.Line + 1;
}
