using System.Collections.Concurrent;
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
    /// <summary>After so many names, one walk over the syntax is cheaper than searching the text for each.</summary>
    private const int MaxTextSearches = 48;

    private ConcurrentDictionary<string, ImmutableArray<InvocationExpressionSyntax>>? _byName;
    private volatile ILookup<string, InvocationExpressionSyntax>? _all;
    private ImmutableArray<MethodDeclarationSyntax> _attributed;
    private bool? _spellsConstants;

    /// <summary>The tree.</summary>
    public SyntaxTree Tree => tree;

    /// <summary>What the text of the file may have to say of locks.</summary>
    public FileTopics Topics { get; } = SourceTextFilter.TopicsOf(tree.GetText());

    /// <summary>True for a file that may declare constants of a lock function.</summary>
    public bool SpellsConstants => _spellsConstants ??= SourceTextFilter.SpellsFlags(tree.GetText());

    /// <summary>The invocations of a method of that name, in source order.</summary>
    public IEnumerable<InvocationExpressionSyntax> InvocationsOf(string name)
    {
        // Most files are never asked, and a table for each would cost more than the search of its text.
        var byName = LazyInitializer.EnsureInitialized(ref _byName)!;
        return byName.TryGetValue(name, out var known) ? known
            : byName.Count < MaxTextSearches ? byName.GetOrAdd(name, Find)
            : (_all ??= Calls.In(tree.GetRoot()).ToLookup(call => Calls.NameOf(call.Expression) ?? ""))[name];
    }

    /// <summary>The method declarations with attributes: among them are imports, and wrappers that their author declares.</summary>
    public ImmutableArray<MethodDeclarationSyntax> AttributedMethods =>
        _attributed.IsDefault
            ? _attributed = tree.GetRoot()
                .DescendantNodes(n => n is not (BlockSyntax or ExpressionSyntax))
                .OfType<MethodDeclarationSyntax>()
                .Where(method => method.AttributeLists.Count > 0)
                .ToImmutableArray()
            : _attributed;

    /// <summary>
    /// Finds calls from the places where the text has the name: most files have none, and a walk over all nodes costs far more.
    /// </summary>
    private ImmutableArray<InvocationExpressionSyntax> Find(string name)
    {
        var found = ImmutableArray.CreateBuilder<InvocationExpressionSyntax>();
        foreach (var place in SourceTextFilter.PlacesOfCalls(tree.GetText(), name))
        {
            var token = tree.GetRoot().FindToken(place);
            if (token.SpanStart == place && token.ValueText == name && Calls.Around(token) is { } call)
                found.Add(call);
        }

        return found.ToImmutable();
    }
}
