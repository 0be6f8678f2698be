using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Simplification;

namespace LockAnalyzers.CodeFixes.Fixing;

/// <summary>The edits of one or many fixes, in any number of documents, and what they have declared so far.</summary>
internal sealed class FixSession(Solution solution)
{
    private readonly SolutionEditor _editor = new(solution);
    private readonly HashSet<(SyntaxNode, string)> _declared = [];
    private readonly HashSet<SyntaxNode> _replaced = [];

    /// <summary>
    /// The solution with the edits. Each changed file is laid out as it was before, and is text again: its encoding stays, and its tree is
    /// the one that its text parses to.
    /// </summary>
    public async Task<Solution> ChangedSolutionAsync(CancellationToken cancellation)
    {
        var changed = _editor.GetChangedSolution();
        foreach (var id in changed.GetChanges(solution).GetProjectChanges().SelectMany(p => p.GetChangedDocuments()).ToList())
        {
            var old = solution.GetDocument(id)!;
            var root = (await old.GetSyntaxRootAsync(cancellation).ConfigureAwait(false))!;
            var document = await Simplifier
                .ReduceAsync(changed.GetDocument(id)!, Simplifier.Annotation, cancellationToken: cancellation)
                .ConfigureAwait(false);
            var options = CodeLayout.Around(root).In(await document.GetOptionsAsync(cancellation).ConfigureAwait(false));
            foreach (var fresh in new[] { Formatter.Annotation, SyntaxAnnotation.ElasticAnnotation })
                document = await Formatter.FormatAsync(document, fresh, options, cancellation).ConfigureAwait(false);

            var text = await old.GetTextAsync(cancellation).ConfigureAwait(false);
            var edits = await document.GetTextChangesAsync(old, cancellation).ConfigureAwait(false);
            changed = changed.WithDocumentText(id, text.WithChanges(edits));
        }

        return changed;
    }

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
