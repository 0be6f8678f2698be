using System.Collections.Immutable;
using System.Text;
using DiffPlex;
using DiffPlex.DiffBuilder;
using DiffPlex.DiffBuilder.Model;
using Microsoft.CodeAnalysis.Text;
using SourceFile = (string filename, Microsoft.CodeAnalysis.Text.SourceText content);

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>What a fix made of the files.</summary>
internal static class FixedFiles
{
    public static async Task VerifyAsync(EvaluatedState expected, Project project, IVerifier verifier, CancellationToken cancellationToken)
    {
        await VerifyAsync(expected.Sources, [.. project.Documents]);
        await VerifyAsync(expected.AdditionalFiles, [.. project.AdditionalDocuments]);
        await VerifyAsync(expected.AnalyzerConfigFiles, [.. project.AnalyzerConfigDocuments]);

        async Task VerifyAsync(ImmutableArray<SourceFile> files, ImmutableArray<TextDocument> documents)
        {
            var names = string.Join(", ", files.Select(file => Path.GetFileName(file.filename)));
            verifier.Equal(names, string.Join(", ", documents.Select(document => document.Name)), "Files after the fix:");
            foreach (var (file, document) in files.Zip(documents))
            {
                var text = file.content.ToString();
                var after = await document.GetTextAsync(cancellationToken);
                var actual = after.ToString();
                verifier.True(
                    text == actual,
                    $"{file.filename} after the fix (- expected, + actual):{Environment.NewLine}{Diff(text, actual)}"
                );
                verifier.Equal(NameOf(file.content.Encoding), NameOf(after.Encoding), $"Encoding of {file.filename} after the fix:");
                verifier.Equal("", string.Join('/', document.Folders), $"Folders of {file.filename} after the fix:");
            }
        }
    }

    /// <summary>
    /// A tree that a fix builds from the wrong kinds of nodes prints as the right text, and breaks whoever reads the tree next.
    /// </summary>
    public static async Task<string?> FindMisshapenTreeAsync(Project project, CancellationToken cancellationToken)
    {
        foreach (var document in project.Documents)
        {
            var tree = (await document.GetSyntaxTreeAsync(cancellationToken))!;
            var text = await tree.GetTextAsync(cancellationToken);
            var parsed = tree.WithChangedText(SourceText.From(text.ToString()));
            if (!tree.IsEquivalentTo(parsed) || !await HaveSameTokensAsync(tree, parsed))
                return $"The fix made a tree for {document.Name} that is not the one which its text parses to: "
                    + FirstDifference(await tree.GetRootAsync(cancellationToken), await parsed.GetRootAsync(cancellationToken));
        }

        return null;
    }

    /// <summary>The project as the next reader of its files finds it.</summary>
    public static async Task<Project> ReparseAsync(Project project, CancellationToken cancellationToken)
    {
        foreach (var id in project.DocumentIds)
        {
            var document = project.GetDocument(id)!;
            var text = await document.GetTextAsync(cancellationToken);
            project = document.WithText(SourceText.From(text.ToString(), text.Encoding, text.ChecksumAlgorithm)).Project;
        }

        return project;
    }

    /// <summary>A token may spell one value and be another, as a literal that is made of a text and a number of their own.</summary>
    private static async Task<bool> HaveSameTokensAsync(SyntaxTree some, SyntaxTree others)
    {
        return (await TokensOfAsync(some)).SequenceEqual(await TokensOfAsync(others));

        static async Task<IEnumerable<(string, string, object?)>> TokensOfAsync(SyntaxTree tree) =>
            (await tree.GetRootAsync()).DescendantTokens().Select(token => (token.Text, token.ValueText, token.Value));
    }

    private static string FirstDifference(SyntaxNode made, SyntaxNode parsed)
    {
        var (some, others) = (made.DescendantNodesAndTokens().ToList(), parsed.DescendantNodesAndTokens().ToList());
        var place = some.Zip(others).TakeWhile(pair => IsSame(pair.First, pair.Second)).Count();
        return place < Math.Min(some.Count, others.Count)
            ? $"{some[place].RawKind} '{some[place].ToFullString()}' for {others[place].RawKind} '{others[place].ToFullString()}'"
            : $"{some.Count} nodes for {others.Count}";

        static bool IsSame(SyntaxNodeOrToken one, SyntaxNodeOrToken other) =>
            one.RawKind == other.RawKind && one.IsMissing == other.IsMissing && (one.IsNode || IsSameToken(one.AsToken(), other.AsToken()));

        static bool IsSameToken(SyntaxToken one, SyntaxToken other) =>
            (one.Text, one.ValueText, one.LeadingTrivia.ToFullString(), one.TrailingTrivia.ToFullString())
                == (other.Text, other.ValueText, other.LeadingTrivia.ToFullString(), other.TrailingTrivia.ToFullString())
            && Equals(one.Value, other.Value);
    }

    private static string NameOf(Encoding? encoding) =>
        encoding is null ? "none" : encoding.WebName + (encoding.GetPreamble().Length > 0 ? " with a mark" : "");

    private static string Diff(string expected, string actual)
    {
        var lines = new InlineDiffBuilder(new Differ()).BuildDiffModel(expected, actual, ignoreWhitespace: false).Lines;
        return lines.TrueForAll(line => line.Type == ChangeType.Unchanged)
            ? "the same but for line ends"
            : string.Join(Environment.NewLine, lines.Select(line => Sign(line.Type) + line.Text));

        static string Sign(ChangeType type) =>
            type switch
            {
                ChangeType.Deleted => "- ",
                ChangeType.Inserted => "+ ",
                _ => "  ",
            };
    }
}
