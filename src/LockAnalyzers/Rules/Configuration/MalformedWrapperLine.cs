using LockAnalyzers.Recognition;
using Microsoft.CodeAnalysis;

namespace LockAnalyzers.Rules.Configuration;

/// <summary>LOCK0001: a line of the file of lock wrappers that declares none.</summary>
internal sealed class MalformedWrapperLine() : Rule(Description)
{
    public const string Id = "LOCK0001";

    private static readonly DiagnosticDescriptor Description = new(
        Id,
        "Malformed declaration of a lock wrapper",
        "'{0}' declares no lock wrapper: {1}; write '[Namespace.Type]::Member acquire shared', with 'release' or 'exclusive' where that is meant",
        Category.Configuration,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "A line of LockAnalyzers.Wrappers.txt that cannot be read is passed over, and the wrapper it was to declare is not known.",
        PageOf(Id)
    );

    public override IEnumerable<Diagnostic> Judge(AdditionalText file, CancellationToken cancellation)
    {
        if (!DeclaredWrappers.IsList(file) || file.GetText(cancellation) is not { } text)
            yield break;

        foreach (var line in DeclaredWrappers.Parse(text).Malformed)
            yield return Diagnostic.Create(
                Descriptor,
                Location.Create(file.Path, line.Span, text.Lines.GetLinePositionSpan(line.Span)),
                line.Text,
                line.Problem
            );
    }
}
