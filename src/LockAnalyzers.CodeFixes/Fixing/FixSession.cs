using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Text;

namespace LockAnalyzers.CodeFixes.Fixing;

/// <summary>The edits of one or many fixes, in any number of documents, and what they have declared so far.</summary>
internal sealed class FixSession(Solution solution)
{
    private readonly SolutionEditor _editor = new(solution);
    private readonly HashSet<(SyntaxNode, string)> _declared = [];
    private readonly HashSet<SyntaxNode> _replaced = [];
    private readonly HashSet<DocumentId> _parsedAnew = [];

    /// <summary>
    /// The solution with all edits. Edits in a row can leave lists in a tree that no parser makes of the same text, so that a document
    /// that asked for it is parsed anew.
    /// </summary>
    public async Task<Solution> ChangedSolutionAsync(CancellationToken cancellation)
    {
        var changed = _editor.GetChangedSolution();
        foreach (var id in _parsedAnew)
        {
            var text = await changed.GetDocument(id)!.GetTextAsync(cancellation).ConfigureAwait(false);
            changed = changed.WithDocumentText(id, SourceText.From(text.ToString(), text.Encoding, text.ChecksumAlgorithm));
        }

        return changed;
    }

    public void ParseAnew(Document document) => _parsedAnew.Add(document.Id);

    public Task<DocumentEditor> EditAsync(Document document, CancellationToken cancellation) =>
        _editor.GetDocumentEditorAsync(document.Id, cancellation);

    public Task<DocumentEditor> EditAsync(SyntaxTree tree, CancellationToken cancellation) =>
        EditAsync(solution.GetDocument(tree)!, cancellation);

    /// <summary>
    /// A name for a new local that nothing in the member around <paramref name="place"/> has: <paramref name="name"/>, or that with a
    /// number.
    /// </summary>
    public string FreeName(SyntaxNode place, string name)
    {
        var member = place.FirstAncestorOrSelf<MemberDeclarationSyntax>() ?? place;
        var taken = new HashSet<string>(
            member.DescendantTokens().Where(t => t.IsKind(SyntaxKind.IdentifierToken)).Select(t => t.ValueText)
        );
        var free = name;
        for (var i = 2; taken.Contains(free) || !IsFirst(member, free); i++)
            free = name + i;

        return free;
    }

    /// <summary>Remembers that a fix has replaced or removed a node of the original code.</summary>
    public void Replace(SyntaxNode node) => _replaced.Add(node);

    public bool IsReplaced(SyntaxNode node) => _replaced.Contains(node);

    /// <summary>
    /// True the first time that something is to be done, or declared, at <paramref name="place"/>: two fixes may plan the same.
    /// </summary>
    public bool IsFirst(SyntaxNode place, string what) => _declared.Add((place, what));
}
