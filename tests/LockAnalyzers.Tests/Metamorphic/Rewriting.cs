using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace LockAnalyzers.Tests.Metamorphic;

/// <summary>Changes to the files of a compilation, collected and then made at once.</summary>
internal sealed class Rewriting(CSharpCompilation compilation)
{
    private readonly Dictionary<SyntaxTree, List<TextChange>> _changes = [];
    private readonly List<string> _added = [];

    public CSharpCompilation Compilation => compilation;

    public IEnumerable<(SyntaxNode Root, SemanticModel Model)> Files =>
        compilation.SyntaxTrees.Select(tree => (tree.GetRoot(), compilation.GetSemanticModel(tree)));

    public void Replace(SyntaxNode node, string text) => Change(node.SyntaxTree, node.Span, text);

    public void Replace(SyntaxToken token, string text) => Change(token.SyntaxTree!, token.Span, text);

    public void Insert(SyntaxTree tree, int position, string text) => Change(tree, new(position, 0), text);

    public void Change(SyntaxTree tree, TextSpan span, string text)
    {
        if (!_changes.TryGetValue(tree, out var changes))
            _changes.Add(tree, changes = []);

        // Of two changes of one place, the first is made.
        if (!changes.Exists(change => change.Span.Start < span.End && span.Start < change.Span.End))
            changes.Add(new(span, text));
    }

    /// <summary>Adds a file.</summary>
    public void Add(string code) => _added.Add(code);

    /// <summary>The changed files, each under the path that it has; null where nothing changes.</summary>
    public IReadOnlyList<SyntaxTree>? Apply() =>
        _changes.Count + _added.Count == 0
            ? null
            :
            [
                .. compilation.SyntaxTrees.Select(tree =>
                    _changes.TryGetValue(tree, out var changes)
                        ? JudgedCode.Parse(tree.GetText().WithChanges(changes.OrderBy(change => change.Span)).ToString(), tree.FilePath)
                        : tree
                ),
                .. _added.Select((code, i) => JudgedCode.Parse(code, $"{Relation.Aside}{i}.cs")),
            ];
}
