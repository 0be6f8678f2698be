using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace LockAnalyzers.Benchmarks.Folder;

/// <summary>Prints every diagnostic with all that a fixer sees of it, in an order and form that two versions can be compared by.</summary>
internal static class Listing
{
    public static async Task PrintAsync(SourceFolder folder, AnalyzerAssembly locks)
    {
        List<Diagnostic> compiler = [];
        List<(string File, int Start, string Text)> lines = [];
        foreach (var compilation in folder.Compilations)
        {
            foreach (var diagnostic in await Analysis.Of(compilation, locks.CreateAnalyzers()).GetAllDiagnosticsAsync())
            {
                if (diagnostic.Descriptor.CustomTags.Contains(WellKnownDiagnosticTags.Compiler))
                    compiler.Add(diagnostic);
                else
                    lines.Add((FileOf(diagnostic.Location, folder), diagnostic.Location.SourceSpan.Start, Text(diagnostic, folder)));
            }
        }

        // Not among the lines that are compared: the errors are the folder's, not the analyzer's.
        Console.Error.WriteLine(folder.Describe(compiler));
        foreach (
            var (_, _, text) in lines
                .OrderBy(static line => line.File, StringComparer.Ordinal)
                .ThenBy(static line => line.Start)
                .ThenBy(static line => line.Text, StringComparer.Ordinal)
        )
        {
            Console.WriteLine(text);
        }
    }

    private static string Text(Diagnostic diagnostic, SourceFolder folder)
    {
        var locations = diagnostic.AdditionalLocations.Select(location => $" @ {Place(location, folder)}");
        var properties = diagnostic
            .Properties.OrderBy(static property => property.Key, StringComparer.Ordinal)
            .Select(static property => $" {{{property.Key}={property.Value}}}");
        return string.Concat([
                $"{Place(diagnostic.Location, folder)}: {diagnostic.Severity} {diagnostic.Id}: {diagnostic.GetMessage()}",
                .. locations,
                .. properties,
            ])
            .ReplaceLineEndings("\\n");
    }

    private static string FileOf(Location location, SourceFolder folder) =>
        location.SourceTree is { } tree ? folder.NameOf(tree) : location.GetLineSpan().Path;

    private static string Place(Location location, SourceFolder folder)
    {
        var span = location.GetLineSpan().Span;
        return $"{FileOf(location, folder)}({Position(span.Start)}-{Position(span.End)})";
    }

    private static string Position(LinePosition position) => $"{position.Line + 1},{position.Character + 1}";
}
