using System.Collections.Immutable;
using System.Globalization;
using LockAnalyzers.Rules.Declaration;
using LockAnalyzers.Rules.Migration;
using LockAnalyzers.Rules.Mode;
using LockAnalyzers.Rules.Range;
using LockAnalyzers.Rules.Release;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Testing;
using Xunit;

namespace LockAnalyzers.Tests.Rules;

/// <summary>
/// All that editors and fixes get to see of a diagnostic, as text: its id, the code it points at, its message, the code at its additional
/// locations, and what its fix data says. Code that occurs several times is told apart by a number.
/// </summary>
internal static class Contract
{
    /// <summary>The diagnostics of one rule in a file, in the order of the source.</summary>
    public static async Task<string> OfAsync(string id, string code, AdditionalText? file = null) =>
        string.Join(
            "\n",
            (await DiagnosticsAsync([CSharpSyntaxTree.ParseText(code, path: "Code.cs")], file))
                .Where(d => d.Id == id)
                .Select(d => Of(d, file?.GetText()?.ToString() ?? code))
        );

    /// <summary>The severities of the diagnostics of one rule in a file, in the order of the source.</summary>
    public static async Task<IEnumerable<DiagnosticSeverity>> SeveritiesAsync(string id, string code) =>
        (await DiagnosticsAsync([CSharpSyntaxTree.ParseText(code, path: "Code.cs")], null)).Where(d => d.Id == id).Select(d => d.Severity);

    /// <summary>The diagnostics of all rules in several files, with the files and positions that they point at.</summary>
    public static async Task<string> OfAllAsync(IEnumerable<(string Path, string Code)> files)
    {
        var trees = files.Select(f => CSharpSyntaxTree.ParseText(f.Code, path: f.Path));
        var diagnostics = await DiagnosticsAsync(trees, null);
        return string.Join(
            "\n",
            diagnostics
                .Select(d =>
                    $"{d.Location} {d} {string.Join(" ", d.AdditionalLocations)} {string.Join(" ", d.Properties.OrderBy(p => p.Key))}"
                )
                .Order(StringComparer.Ordinal)
        );
    }

    private static async Task<IEnumerable<Diagnostic>> DiagnosticsAsync(IEnumerable<SyntaxTree> trees, AdditionalText? file)
    {
        var compilation = CSharpCompilation.Create(
            "contract",
            trees,
            await ReferenceAssemblies.Net.Net80.ResolveAsync(LanguageNames.CSharp, CancellationToken.None),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true)
        );
        Assert.Empty(compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error));
        var diagnostics = await compilation
            .WithAnalyzers(
                ImmutableArray.Create<DiagnosticAnalyzer>(new LockUsageAnalyzer()),
                new AnalyzerOptions(file is null ? [] : [file])
            )
            .GetAnalyzerDiagnosticsAsync();
        return diagnostics.OrderBy(d => d.Location.SourceSpan.Start);
    }

    private static string Of(Diagnostic diagnostic, string code) =>
        string.Join(
            "\n",
            (
                (string[])
                    [
                        $"{diagnostic.Id} at {At(diagnostic.Location, code)}",
                        diagnostic.GetMessage(CultureInfo.InvariantCulture),
                        .. diagnostic.AdditionalLocations.Select(l => "+ " + At(l, code)),
                        .. Data(diagnostic, code),
                    ]
            )
        );

    private static IEnumerable<string> Data(Diagnostic diagnostic, string code) =>
        diagnostic.Id[..5] switch
        {
            "LOCK1" when ModeFixData.TryRead(diagnostic) is { } data =>
            [
                $"{data.Edit}{(data.Flag is null ? "" : " " + data.Flag.Name)}: {data.OldValue} -> {data.NewValue}",
                .. data.Call is null ? [] : Group(nameof(data.Call), [data.Call], code),
            ],
            "LOCK2" when RangeFixData.TryRead(diagnostic) is { } data =>
            [
                .. Group(nameof(data.Partners), data.Partners, code),
                $"{data.Problem}{(data.IsOffsetWrong ? " offset" : "")}{(data.IsOffsetZero ? " from zero" : "")}",
            ],
            "LOCK3" when ReleaseFixData.TryRead(diagnostic) is { } data =>
            [
                .. Group(nameof(data.Opening), data.Opening is null ? [] : [data.Opening], code),
                .. Group(nameof(data.Exits), data.Exits, code),
                .. Group(nameof(data.Releases), data.Releases, code),
                .. Group(nameof(data.Closings), data.Closings, code),
                .. Group(nameof(data.BufferedWrite), data.BufferedWrite is null ? [] : [data.BufferedWrite], code),
            ],
            "LOCK5" when DeclarationFixData.TryRead(diagnostic) is { } data =>
            [
                .. Group(nameof(data.Declaration), data.Declaration is null ? [] : [data.Declaration], code),
                .. Group(nameof(data.Places), data.Places, code),
                $"{data.Edit}{(data.Parameter is { } parameter ? $" of parameter {parameter}" : "")}{(data.Replacement is { } text ? $": {text}" : "")}",
            ],
            "LOCK6" when MigrationFixData.TryRead(diagnostic) is { } data =>
            [
                .. Group(nameof(data.Releases), data.Releases, code),
                .. Group(nameof(data.Opening), data.Opening is null ? [] : [data.Opening], code),
                data.IsShared ? "shared" : "exclusive",
            ],
            _ => [],
        };

    private static IEnumerable<string> Group(string name, IEnumerable<Location> locations, string code) =>
        locations.Any() ? [$"{name}: {string.Join(" | ", locations.Select(l => At(l, code)))}"] : [];

    /// <summary>The code at a location, with its number where it occurs more than once.</summary>
    private static string At(Location location, string code)
    {
        var span = location.SourceSpan;
        var text = code[span.Start..span.End];
        var places = new List<int>();
        for (var place = code.IndexOf(text, StringComparison.Ordinal); place >= 0 && text.Length > 0; )
        {
            places.Add(place);
            place = code.IndexOf(text, place + 1, StringComparison.Ordinal);
        }

        return places.Count > 1 ? $"{text} #{places.IndexOf(span.Start) + 1}" : text;
    }
}
