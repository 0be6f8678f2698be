using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;

namespace LockAnalyzers.CodeFixes.Fixing;

/// <summary>The edits of one or many mends, in any number of documents, and the constants they have declared so far.</summary>
internal sealed class FixSession(Solution solution)
{
    private readonly SolutionEditor _editor = new(solution);
    private readonly HashSet<(SyntaxNode, string)> _declared = [];

    public Solution ChangedSolution => _editor.GetChangedSolution();

    public Task<DocumentEditor> EditAsync(Document document, CancellationToken cancellation) =>
        _editor.GetDocumentEditorAsync(document.Id, cancellation);

    public Task<DocumentEditor> EditAsync(SyntaxTree tree, CancellationToken cancellation) =>
        EditAsync(solution.GetDocument(tree)!, cancellation);

    /// <summary>A name for a new local that nothing around <paramref name="place"/> has: <paramref name="name"/>, or that with a number.</summary>
    public string FreeName(SyntaxNode place, string name)
    {
        var member = place.FirstAncestorOrSelf<MemberDeclarationSyntax>() ?? place;
        var taken = new HashSet<string>(
            member.DescendantTokens().Where(t => t.IsKind(SyntaxKind.IdentifierToken)).Select(t => t.ValueText)
        );
        var free = name;
        for (var i = 2; taken.Contains(free) || !Declares(member, free); i++)
            free = name + i;

        return free;
    }

    /// <summary>True the first time that <paramref name="name"/> is to be declared beside <paramref name="place"/>.</summary>
    public bool Declares(SyntaxNode place, string name) => _declared.Add((place, name));
}
