using LockAnalyzers.Recognition;
using Microsoft.CodeAnalysis;

namespace LockAnalyzers.Rules.Configuration;

/// <summary>LOCK0001: a line of the file of lock wrappers that declares none.</summary>
internal sealed class MalformedWrapperLine() : Rule(Described)
{
    public const string Id = "LOCK0001";

    private static readonly DiagnosticDescriptor Described = Describe(
        Id,
        "Malformed declaration of a lock wrapper",
        "'{0}' declares no lock wrapper: {1}; write '[Namespace.Type]::Member acquire shared', with 'release' or 'exclusive' where that is meant",
        Category.Configuration,
        DiagnosticSeverity.Warning,
        "A line of LockAnalyzers.Wrappers.txt that cannot be read is ignored, so that the wrapper it was meant to declare is not known."
    );

    public override IEnumerable<Diagnostic> JudgeAdditionalFile(AdditionalText file, CancellationToken cancellation) =>
        DeclaredWrappers.IsList(file) && file.GetText(cancellation) is { } text
            ? DeclaredWrappers
                .Parse(text)
                .Malformed.Select(line =>
                    Diagnostic.Create(
                        Descriptor,
                        Location.Create(file.Path, line.Span, text.Lines.GetLinePositionSpan(line.Span)),
                        line.Text,
                        line.Problem
                    )
                )
            : [];
}
