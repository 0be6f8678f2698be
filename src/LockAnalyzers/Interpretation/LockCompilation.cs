using System.Collections.Concurrent;
using System.Collections.Immutable;
using LockAnalyzers.Interpretation.Semantics;
using LockAnalyzers.Judgement;
using LockAnalyzers.Judgement.LockFiles;
using LockAnalyzers.Model.Facts;
using LockAnalyzers.Model.Paths;
using LockAnalyzers.Recognition;
using LockAnalyzers.Recognition.Apis;
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
    private readonly SemanticModels _models;
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
    private LockIndex? _index;
    private bool? _locksNatively;
    private ILookup<string, InvocationExpressionSyntax>? _callsByName;

    /// <param name="compilation">The compilation.</param>
    /// <param name="topics">Its files that speak of locks, and of what.</param>
    /// <param name="declared">The wrappers that the project lists.</param>
    public LockCompilation(Compilation compilation, ImmutableDictionary<SyntaxTree, FileTopics> topics, DeclaredWrappers declared)
    {
        _topics = topics;
        _lockTrees = compilation.SyntaxTrees.Where(tree => Speaks(tree, FileTopics.Calls)).ToImmutableArray();
        _declared = declared;
        _models = new SemanticModels(compilation);
        _graphs = new ControlFlowGraphs(_models);
        _constants = new ConstantMembers(_models);
        Recognizer = new LockRecognizer(compilation, declared);
        Pairs = new PlatformPairs(this);
        Intent = new ExclusivityIntent(this);
        Ranges = new RangePairs(this);
    }

    public LockRecognizer Recognizer { get; }

    public PlatformPairs Pairs { get; }

    public ExclusivityIntent Intent { get; }

    public RangePairs Ranges { get; }

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

    /// <summary>The facts of every body in the compilation that calls a lock function, by what is asked of them.</summary>
    public LockIndex Index(CancellationToken cancellation) =>
        _index ??= new(ScopeOf(cancellation).Trees.SelectMany(t => BodiesIn(t, cancellation)).ToImmutableArray());

    /// <summary>The constants that a file declares under the names of lock flags.</summary>
    public ImmutableArray<LockConstantDeclaration> FlagsDeclaredIn(SyntaxTree tree, CancellationToken cancellation) =>
        !_lockTrees.IsEmpty && _models.For(tree) is { } model
            ? LockConstantDeclaration.In(tree, model, Index(cancellation).FlagEnums, cancellation).ToImmutableArray()
            : ImmutableArray<LockConstantDeclaration>.Empty;

    /// <summary>True when the compilation calls or declares a lock function of a system; without one, its LOCK_UN may be anybody's.</summary>
    public bool LocksNatively(CancellationToken cancellation) =>
        _locksNatively ??=
            Index(cancellation).Apis.Any(api => api.Platform() != LockPlatform.Any)
            || _lockTrees.Any(tree =>
                tree.GetRoot(cancellation)
                    .DescendantNodes(n => n is not (BlockSyntax or ExpressionSyntax))
                    .OfType<MethodDeclarationSyntax>()
                    .Where(method => method.AttributeLists.Count > 0)
                    .Any(method =>
                        _models.For(tree)?.GetDeclaredSymbol(method, cancellation) is IMethodSymbol symbol
                        && Recognizer.FunctionOf(symbol)?.Platform is LockPlatform.Windows or LockPlatform.Unix
                    )
            );

    /// <summary>The files that a source file opens as locks and lets others open too; a type that locks by other means is none of these.</summary>
    public IEnumerable<SharedLockFile> SharedLockFilesIn(SyntaxTree tree, CancellationToken cancellation) =>
        Speaks(tree, FileTopics.LockFiles) && _models.For(tree) is { } model
            ? SharedLockFile.SharedIn(tree, model, type => Index(cancellation).BodiesOf(LockIndex.OutermostType(type)).Any(), cancellation)
            : [];

    /// <summary>The calls in a file that delete a lock file where its lock is released.</summary>
    public IEnumerable<InvocationExpressionSyntax> LockFileDeletionsIn(SyntaxTree tree, CancellationToken cancellation) =>
        Speaks(tree, FileTopics.Deletions) && _models.For(tree) is { } model ? LockFileDeletions.In(tree, model, this, cancellation) : [];

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
                            _models.For(call.SyntaxTree)?.GetSymbolInfo(call, cancellation).Symbol?.OriginalDefinition,
                            m.OriginalDefinition
                        )
                    )
                    .ToImmutableArray()
        );

    /// <summary>The bodies, in files that speak of locks, that call <paramref name="member"/>.</summary>
    public ImmutableHashSet<SyntaxNode> MembersCalling(ISymbol member, CancellationToken cancellation) =>
        CallsOf(member, cancellation).Select(LockCallNames.BodyAround).OfType<SyntaxNode>().ToImmutableHashSet();

    private ILookup<string, InvocationExpressionSyntax> CallsByName(CancellationToken cancellation) =>
        _callsByName ??= ScopeOf(cancellation)
            .Trees.SelectMany(tree => LockCallNames.CallsIn(tree.GetRoot(cancellation), _ => true))
            .ToLookup(call => LockCallNames.CalledName(call.Expression)!);

    private bool Speaks(SyntaxTree tree, FileTopics topic) => _topics.TryGetValue(tree, out var topics) && topics.HasFlag(topic);

    private Scope ScopeOf(CancellationToken cancellation) => _scope ??= FindScope(cancellation);

    /// <summary>
    /// Starts from the files that speak of locks, and adds those that call the wrappers found there, and the wrappers' wrappers.
    /// </summary>
    private Scope FindScope(CancellationToken cancellation)
    {
        var vocabulary = LockCallNames.Of(_lockTrees, _declared, cancellation);
        var speaking = vocabulary.Declared.IsEmpty
            ? _lockTrees
            : _models
                .Compilation.SyntaxTrees.Where(t =>
                    Speaks(t, FileTopics.Calls) || SourceTextFilter.AppearIn(t.GetText(cancellation), vocabulary.Declared)
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

            var trees = _models
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
