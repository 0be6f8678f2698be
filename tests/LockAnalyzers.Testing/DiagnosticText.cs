using System.Globalization;
using System.Text;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>Diagnostics, expected and actual, in one notation, so that a failure shows two lines that differ where they differ.</summary>
internal static class DiagnosticText
{
    public static string Of(Diagnostic diagnostic)
    {
        var text = new StringBuilder();
        Append(text, diagnostic.Location);
        var message = diagnostic.GetMessage(CultureInfo.CurrentCulture);
        text.Append(CultureInfo.InvariantCulture, $"{diagnostic.Severity} {diagnostic.Id}: {message}");
        foreach (var location in diagnostic.AdditionalLocations)
            Append(text.Append(" -> "), location);
        return text.ToString();
    }

    public static string Of(DiagnosticResult diagnostic)
    {
        var text = new StringBuilder();
        if (diagnostic.HasLocation)
            Append(text, diagnostic.Spans[0]);
        text.Append(diagnostic.Options.HasFlag(DiagnosticOptions.IgnoreSeverity) ? "*" : diagnostic.Severity.ToString());
        text.Append(CultureInfo.InvariantCulture, $" {diagnostic.Id}: {Message(diagnostic)}");
        if (diagnostic.Options.HasFlag(DiagnosticOptions.IgnoreAdditionalLocations))
            return text.ToString();
        foreach (var location in diagnostic.Spans.Skip(1))
            Append(text.Append(" -> "), location);
        return text.ToString();
    }

    private static string Message(DiagnosticResult diagnostic) =>
        diagnostic.Message ?? (diagnostic.MessageArguments is { Length: > 0 } arguments ? $"*({string.Join(", ", arguments)})*" : "*");

    private static void Append(StringBuilder text, Location location)
    {
        if (location != Location.None)
            Append(text, new DiagnosticLocation(location.GetLineSpan(), DiagnosticLocationOptions.None));
    }

    private static void Append(StringBuilder text, DiagnosticLocation location)
    {
        var span = location.Span;
        text.Append(CultureInfo.InvariantCulture, $"{span.Path}({span.StartLinePosition.Line + 1},{span.StartLinePosition.Character + 1}");
        text.Append(
            location.Options.HasFlag(DiagnosticLocationOptions.IgnoreLength)
                ? "): "
                : string.Create(CultureInfo.InvariantCulture, $",{span.EndLinePosition.Line + 1},{span.EndLinePosition.Character + 1}): ")
        );
    }
}
