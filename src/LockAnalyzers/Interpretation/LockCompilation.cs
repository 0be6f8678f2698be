using System.Collections.Concurrent;
using System.Collections.Immutable;
using LockAnalyzers.Interpretation.Semantics;
using LockAnalyzers.Model.Facts;
using LockAnalyzers.Model.Paths;
using LockAnalyzers.Recognition;
using LockAnalyzers.Recognition.Naming;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LockAnalyzers.Interpretation;

/// <summary>
/// All that locks files in one compilation: its bodies with lock calls, each interpreted once however many rules, and however many
/// other bodies, ask for its facts.
/// </summary>
internal sealed class LockCompilation
{
    private readonly ControlFlowGraphs _graphs;
    private readonly ConstantMembers _constants;
    private readonly ConcurrentDictionary<SyntaxTree, ImmutableArray<BodyFacts>> _facts = new();
    private readonly ConcurrentDictionary<ISymbol, ImmutableArray<InvocationExpressionSyntax>> _callers = new(
        SymbolEqualityComparer.Default
    );
    private readonly ImmutableDictionary<SyntaxTree, FileTopics> _topics;
    private readonly ImmutableArray<SyntaxTree> _lockTrees;
    private readonly DeclaredWrappers _declared;
    private Scope? _scope;
    private ILookup<string, InvocationExpressionSyntax>? _callsByName;

    /// <param name="compilation">The compilation.</param>
    /// <param name="topics">Its files that speak of locks, and of what.</param>
    /// <param name="declared">The wrappers that the project lists.</param>
    public LockCompilation(Compilation compilation, ImmutableDictionary<SyntaxTree, FileTopics> topics, DeclaredWrappers declared)
    {
        _topics = topics;
        _lockTrees = compilation.SyntaxTrees.Where(tree => IsAbout(tree, FileTopics.Calls)).ToImmutableArray();
        _declared = declared;
        Models = new SemanticModels(compilation);
        _graphs = new ControlFlowGraphs(Models);
        _constants = new ConstantMembers(Models);
        Recognizer = new LockRecognizer(compilation, declared);
    }

    public LockRecognizer Recognizer { get; }

    public SemanticModels Models { get; }

    /// <summary>The facts of every body in a file that calls a lock function, itself or through a wrapper.</summary>
    public ImmutableArray<BodyFacts> BodiesIn(SyntaxTree tree, CancellationToken cancellation)
    {
        if (_facts.TryGetValue(tree, out var known))
            return known;

        var scope = ScopeOf(cancellation);
        if (!scope.Covers(tree))
            return ImmutableArray<BodyFacts>.Empty;

        var facts = scope
            .Vocabulary.BodiesIn(tree, cancellation)
            .Where(body => scope.Wrappers.MayConcern(_graphs.Of(body, cancellation), cancellation))
            .SelectMany(body => _graphs.AllOf(body, cancellation))
            .Select(graph =>
                BodyInterpreter.Interpret(graph.Graph, graph.Member, PathState.Empty, scope.Wrappers, Recognizer, _constants, cancellation)
            )
            .OfType<BodyFacts>()
            .Where(body => !body.Calls.IsEmpty || !body.CallsThroughWrappers.IsEmpty)
            .ToImmutableArray();
        return _facts.GetOrAdd(tree, facts);
    }

    /// <summary>The facts of every body in the compilation that calls a lock function, in the order of the files.</summary>
    public ImmutableArray<BodyFacts> Bodies(CancellationToken cancellation) =>
        ScopeOf(cancellation).Trees.SelectMany(t => BodiesIn(t, cancellation)).ToImmutableArray();

    /// <summary>The files that may have something to say of a subject.</summary>
    public IEnumerable<SyntaxTree> TreesAbout(FileTopics topic) => Models.Compilation.SyntaxTrees.Where(tree => IsAbout(tree, topic));

    /// <summary>True when a file may have something to say of a subject.</summary>
    public bool IsAbout(SyntaxTree tree, FileTopics topic) => _topics.TryGetValue(tree, out var topics) && topics.HasFlag(topic);

    /// <summary>The facts of one method as it runs for a caller that passes what <paramref name="entry"/> says.</summary>
    public BodyFacts? Interpret(IMethodSymbol method, PathState entry, WrapperSummaries wrappers, CancellationToken cancellation) =>
        _graphs.Of(method, cancellation) is { } graph
            ? BodyInterpreter.Interpret(graph, method, entry, wrappers, Recognizer, _constants, cancellation)
            : null;

    /// <summary>The calls of <paramref name="member"/> in files that speak of locks.</summary>
    public ImmutableArray<InvocationExpressionSyntax> CallsOf(ISymbol member, CancellationToken cancellation) =>
        _callers.GetOrAdd(
            member,
            m =>
                CallsByName(cancellation)[m.Name]
                    .Where(call =>
                        SymbolEqualityComparer.Default.Equals(
                            Models.For(call.SyntaxTree)?.GetSymbolInfo(call, cancellation).Symbol?.OriginalDefinition,
                            m.OriginalDefinition
                        )
                    )
                    .ToImmutableArray()
        );

    /// <summary>The bodies, in files that speak of locks, that call <paramref name="member"/>, in the order of the files.</summary>
    public ImmutableArray<SyntaxNode> MembersCalling(ISymbol member, CancellationToken cancellation) =>
        CallsOf(member, cancellation).Select(LockCallNames.BodyAround).OfType<SyntaxNode>().Distinct().ToImmutableArray();

    private ILookup<string, InvocationExpressionSyntax> CallsByName(CancellationToken cancellation) =>
        _callsByName ??= ScopeOf(cancellation)
            .Trees.SelectMany(tree => LockCallNames.CallsIn(tree.GetRoot(cancellation), _ => true))
            .ToLookup(call => LockCallNames.CalledName(call.Expression)!);

    private Scope ScopeOf(CancellationToken cancellation) => _scope ??= FindScope(cancellation);

    /// <summary>
    /// Starts from the files that speak of locks, and adds those that call the wrappers found there, and the wrappers' wrappers.
    /// </summary>
    private Scope FindScope(CancellationToken cancellation)
    {
        var vocabulary = LockCallNames.Of(_lockTrees, _declared, cancellation);
        var speaking = vocabulary.Declared.IsEmpty
            ? _lockTrees
            : Models
                .Compilation.SyntaxTrees.Where(t =>
                    IsAbout(t, FileTopics.Calls) || SourceTextFilter.AppearIn(t.GetText(cancellation), vocabulary.Declared)
                )
                .ToImmutableArray();
        var scope = new Scope(speaking, vocabulary, new WrapperSummaries(this, vocabulary));
        for (var level = 0; level < WrapperSummaries.MaxCallDepth; level++)
        {
            var found = MethodsIn(scope, cancellation)
                .Where(method => !scope.Vocabulary.Knows(method.Name) && scope.Wrappers.TakesForCaller(method, cancellation))
                .Select(method => method.Name)
                .ToImmutableHashSet();
            if (found.IsEmpty)
                break;

            var trees = Models
                .Compilation.SyntaxTrees.Where(tree => scope.Covers(tree) || SourceTextFilter.AppearIn(tree.GetText(cancellation), found))
                .ToImmutableArray();
            vocabulary = scope.Vocabulary.With(found);
            scope = new Scope(trees, vocabulary, new WrapperSummaries(this, vocabulary));
        }

        // Methods that only give back start no search for their callers (Dispose is called everywhere), but are followed where they are met.
        var giving = MethodsIn(scope, cancellation)
            .Where(method => scope.Wrappers.GivesForCaller(method, cancellation))
            .Select(method => method.Name)
            .ToImmutableHashSet();
        return scope with { Wrappers = new WrapperSummaries(this, scope.Vocabulary.With(giving)) };
    }

    /// <summary>The methods that call locks, or what the vocabulary so far knows to take or give them back.</summary>
    private IEnumerable<IMethodSymbol> MethodsIn(Scope scope, CancellationToken cancellation) =>
        scope
            .Trees.SelectMany(tree => scope.Vocabulary.BodiesIn(tree, cancellation))
            .Where(body => scope.Wrappers.MayConcern(_graphs.Of(body, cancellation), cancellation))
            .Select(body => _graphs.MemberOf(body, cancellation))
            .OfType<IMethodSymbol>();

    /// <summary>The files worth a look, the names worth binding in them, and the wrappers among those.</summary>
    private sealed record Scope(ImmutableArray<SyntaxTree> Trees, LockCallNames Vocabulary, WrapperSummaries Wrappers)
    {
        private readonly ImmutableHashSet<SyntaxTree> _trees = Trees.ToImmutableHashSet();

        public bool Covers(SyntaxTree tree) => _trees.Contains(tree);
    }
}
