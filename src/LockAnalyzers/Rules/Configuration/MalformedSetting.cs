using LockAnalyzers.Judgement;
using LockAnalyzers.Recognition;
using Microsoft.CodeAnalysis;

namespace LockAnalyzers.Rules.Configuration;

/// <summary>LOCK0003: a setting in .editorconfig or .globalconfig that says nothing the analyzer understands.</summary>
internal sealed class MalformedSetting() : Rule(Described)
{
    public const string Id = "LOCK0003";

    private static readonly DiagnosticDescriptor Described = Describe(
        Id,
        "Malformed setting of the lock analyzers",
        "In {0}, '{1}' {2}; write {3}",
        Category.Configuration,
        DiagnosticSeverity.Warning,
        "A setting whose key or value is not known has no effect, so that the project is judged otherwise than it asks for."
    );

    public override IEnumerable<Diagnostic> JudgeSettings(AdditionalText file, ProjectOptions options, CancellationToken cancellation) =>
        options
            .MalformedIn(file, cancellation)
            .Select(malformed =>
                Report(
                    Location.Create(file.Path, malformed.Span, file.GetText(cancellation)!.Lines.GetLinePositionSpan(malformed.Span)),
                    Path.GetFileName(file.Path),
                    malformed.Option
                )
            );

    public override IEnumerable<Diagnostic> JudgeFile(SyntaxTree file, RuleContext context) =>
        context
            .MalformedOptionsOf(file)
            .Select(option => Report(PlaceIn(file), $"the .editorconfig of {Path.GetFileName(file.FilePath)}", option));

    private static Location PlaceIn(SyntaxTree file) => file.GetRoot().GetFirstToken().GetLocation();

    private Diagnostic Report(Location location, string place, MalformedOption option) =>
        Diagnostic.Create(Descriptor, location, place, option.Key, option.Problem, option.Allowed);
}
