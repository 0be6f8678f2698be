using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LockAnalyzers.Comparison;

/// <summary>A file, or a folder that is one compilation, of tests/LockAnalyzers.Tests, with the lines that are marked as faults.</summary>
internal sealed partial record CodeCase(
    string Rule,
    string Name,
    CSharpCompilation Compilation,
    ImmutableHashSet<(string File, int Line)> FaultyLines
)
{
    public static CodeCase Read(string rule, string path, IEnumerable<MetadataReference> references)
    {
        var files = Directory.Exists(path) ? Directory.GetFiles(path, "*.cs", SearchOption.AllDirectories) : [path];
        var lines = ImmutableHashSet.CreateBuilder<(string, int)>();
        var trees = new List<SyntaxTree>();
        foreach (var file in files.Order(StringComparer.Ordinal))
        {
            var marked = File.ReadAllText(file);
            foreach (Match mark in Mark().Matches(marked))
            {
                if (mark.Groups["rule"].Value == rule)
                    lines.Add((file, marked[..mark.Index].Count(letter => letter == '\n')));
            }

            var code = Mark().Replace(marked, "").Replace("|}", "", StringComparison.Ordinal);
            trees.Add(CSharpSyntaxTree.ParseText(code, path: file));
        }

        var options = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true);
        return new(
            rule,
            Path.GetFileNameWithoutExtension(path),
            CSharpCompilation.Create("case", trees, references, options),
            lines.ToImmutable()
        );
    }

    [GeneratedRegex(@"\{\|(?<rule>LOCK\d+):")]
    private static partial Regex Mark();
}
