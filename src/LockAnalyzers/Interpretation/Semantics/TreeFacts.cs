using System.Collections.Immutable;
using LockAnalyzers.Recognition.Naming;
using LockAnalyzers.Recognition.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LockAnalyzers.Interpretation.Semantics;

/// <summary>
/// What one syntax tree alone tells. It is kept with the tree, so that an edit of one file costs nothing in all others. Only
/// <see cref="Topics"/> is found for every tree; the rest is found when somebody asks.
/// </summary>
internal sealed class TreeFacts(SyntaxTree tree)
{
    /// <summary>After so many searches of the text, one walk over the syntax is cheaper.</summary>
    private const int MaxTextSearches = 8;

    private ILookup<string, InvocationExpressionSyntax>? _invocations;
    private ImmutableArray<MethodDeclarationSyntax> _attributed;
    private bool? _spellsConstants;
    private int _asked;

    /// <summary>The tree.</summary>
    public SyntaxTree Tree => tree;

    /// <summary>What the text of the file may have to say of locks.</summary>
    public FileTopics Topics { get; } = SourceTextFilter.TopicsOf(tree.GetText());

    /// <summary>True for a file that may declare constants of a lock function.</summary>
    public bool SpellsConstants => _spellsConstants ??= SourceTextFilter.SpellsFlags(tree.GetText());

    /// <summary>The invocations of a method of that name, in source order.</summary>
    public IEnumerable<InvocationExpressionSyntax> InvocationsOf(string name) =>
        _invocations is null && ++_asked <= MaxTextSearches && !Spells(name)
            ? []
            : (
                _invocations ??= Calls
                    .In(tree.GetRoot())
                    .Select(call => (Call: call, Name: Calls.NameOf(call.Expression)))
                    .Where(c => c.Name is not null)
                    .ToLookup(c => c.Name!, c => c.Call)
            )[name];

    /// <summary>The method declarations with attributes: among them are imports, and wrappers that their author declares.</summary>
    public ImmutableArray<MethodDeclarationSyntax> AttributedMethods =>
        _attributed.IsDefault
            ? _attributed = tree.GetRoot()
                .DescendantNodes(n => n is not (BlockSyntax or ExpressionSyntax))
                .OfType<MethodDeclarationSyntax>()
                .Where(method => method.AttributeLists.Count > 0)
                .ToImmutableArray()
            : _attributed;

    private bool Spells(string name) => SourceTextFilter.AppearIn(tree.GetText(), [name]);
}
