using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;

namespace LockAnalyzers.CodeFixes.Fixing;

/// <summary>The edits of one or many fixes, in any number of documents, and what they have declared so far.</summary>
internal sealed class FixSession(Solution solution)
{
    private readonly SolutionEditor _editor = new(solution);
    private readonly HashSet<(SyntaxNode, string)> _declared = [];
    private readonly HashSet<SyntaxNode> _replaced = [];

    public Solution ChangedSolution => _editor.GetChangedSolution();

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
