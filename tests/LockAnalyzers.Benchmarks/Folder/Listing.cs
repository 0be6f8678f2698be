using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LockAnalyzers.Benchmarks.Folder;

/// <summary>Prints every diagnostic with all that a fixer sees of it, in an order and form that two versions can be compared by.</summary>
internal static class Listing
{
    public static async Task PrintAsync(SourceFolder folder, AnalyzerAssembly locks)
    {
        var lines = new List<(string File, int Start, string Text)>();
        var compilations = folder.Compilations.ToArray();
        // Not among the lines that are compared: the errors are the folder's, not the analyzer's.
        Console.Error.WriteLine(folder.Describe(compilations));
        foreach (var compilation in compilations)
        {
            var diagnostics = await Analysis.Of(compilation, locks.CreateAnalyzers()).GetAnalyzerDiagnosticsAsync();
            lines.AddRange(diagnostics.Select(diagnostic => (
                diagnostic.Location.SourceTree is { } tree ? folder.NameOf(tree) : "", diagnostic.Location.SourceSpan.Start, Text(diagnostic, folder))));
        }

        foreach (var (_, _, text) in lines
            .OrderBy(static line => line.File, StringComparer.Ordinal)
            .ThenBy(static line => line.Start)
            .ThenBy(static line => line.Text, StringComparer.Ordinal))
        {
            Console.WriteLine(text);
        }
    }

    private static string Text(Diagnostic diagnostic, SourceFolder folder)
    {
        var locations = diagnostic.AdditionalLocations.Select(location => $" @ {Place(location, folder)}");
        var properties = diagnostic.Properties
            .OrderBy(static property => property.Key, StringComparer.Ordinal)
            .Select(static property => $" {{{property.Key}={property.Value}}}");
        return $"{Place(diagnostic.Location, folder)}: {diagnostic.Severity} {diagnostic.Id}: {diagnostic.GetMessage()}{string.Concat([.. locations, .. properties])}"
            .ReplaceLineEndings("\\n");
    }

    private static string Place(Location location, SourceFolder folder)
    {
        if (location.SourceTree is not { } tree)
            return "(nowhere)";

        var span = location.GetLineSpan().Span;
        return $"{folder.NameOf(tree)}({Position(span.Start)}-{Position(span.End)})";
    }

    private static string Position(Microsoft.CodeAnalysis.Text.LinePosition position) => $"{position.Line + 1},{position.Character + 1}";
}
