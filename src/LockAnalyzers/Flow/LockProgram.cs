using System.Collections.Concurrent;
using System.Collections.Immutable;
using LockAnalyzers.Recognition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LockAnalyzers.Flow;

/// <summary>
/// All that locks files in one compilation: its bodies with lock calls, each interpreted once however many rules, and however many
/// other bodies, ask for its facts.
/// </summary>
internal sealed class LockProgram
{
    private readonly ImmutableArray<SyntaxTree> _trees;
    private readonly SemanticModels _models;
    private readonly Constants _constants;
    private readonly ConcurrentDictionary<SyntaxTree, ImmutableArray<BodyFacts>> _facts = new();
    private readonly ConcurrentDictionary<ISymbol, ImmutableHashSet<SyntaxNode>> _callers = new(SymbolEqualityComparer.Default);
    private LockVocabulary? _vocabulary;

    /// <param name="compilation">The compilation.</param>
    /// <param name="trees">Its files that speak of locks.</param>
    public LockProgram(Compilation compilation, ImmutableArray<SyntaxTree> trees)
    {
        _trees = trees;
        _models = new SemanticModels(compilation);
        _constants = new Constants(_models);
        Recognizer = new LockRecognizer(compilation);
        Intent = new Intent(this);
    }

    public LockRecognizer Recognizer { get; }

    public Intent Intent { get; }

    /// <summary>The facts of every body in a file that calls a lock function.</summary>
    public ImmutableArray<BodyFacts> BodiesIn(SyntaxTree tree, CancellationToken cancellation)
    {
        if (_facts.TryGetValue(tree, out var known))
            return known;
        if (!_trees.Contains(tree))
            return ImmutableArray<BodyFacts>.Empty;

        _vocabulary ??= LockVocabulary.Of(_trees, cancellation);
        var facts = _vocabulary.BodiesIn(tree, cancellation)
            .SelectMany(body => Interpret(body, cancellation))
            .Where(body => !body.Calls.IsEmpty)
            .ToImmutableArray();
        return _facts.GetOrAdd(tree, facts);
    }

    /// <summary>The facts of every body in the compilation that calls a lock function.</summary>
    public IEnumerable<BodyFacts> AllBodies(CancellationToken cancellation) => _trees.SelectMany(t => BodiesIn(t, cancellation));

    /// <summary>The bodies, in files that speak of locks, that call <paramref name="member"/>.</summary>
    public ImmutableHashSet<SyntaxNode> MembersCalling(ISymbol member, CancellationToken cancellation) =>
        _callers.GetOrAdd(member, m => _trees
            .SelectMany(tree => LockVocabulary.CallsIn(tree, name => name == m.Name, cancellation))
            .Where(call => SymbolEqualityComparer.Default.Equals(
                _models.For(call.SyntaxTree)?.GetSymbolInfo(call, cancellation).Symbol?.OriginalDefinition, m.OriginalDefinition))
            .Select(LockVocabulary.BodyAround)
            .OfType<SyntaxNode>()
            .ToImmutableHashSet());

    private IEnumerable<BodyFacts> Interpret(SyntaxNode body, CancellationToken cancellation)
    {
        if (_models.For(body.SyntaxTree) is not { } model || model.GetOperation(body, cancellation) is not { } operation)
            return [];

        ControlFlowGraph? graph;
        try
        {
            graph = GraphOf(operation, cancellation);
        }
        catch (ArgumentException)
        {
            // Half-typed code can yield a tree that the graph builder refuses.
            return [];
        }

        return graph is not null && model.GetEnclosingSymbol(OwnPosition(body), cancellation) is { } member
            ? Interpret(graph, member, cancellation)
            : [];
    }

    private IEnumerable<BodyFacts> Interpret(ControlFlowGraph graph, ISymbol member, CancellationToken cancellation)
    {
        if (BodyInterpreter.Interpret(graph, member, Recognizer, _constants, cancellation) is { } facts)
            yield return facts;

        var nested = graph.LocalFunctions
            .Select(f => (Method: f, Graph: graph.GetLocalFunctionControlFlowGraph(f, cancellation)))
            .Concat(graph.Blocks
                .SelectMany(b => b.Operations.Concat(b.BranchValue is { } value ? [value] : []))
                .SelectMany(o => o.DescendantsAndSelf())
                .OfType<IFlowAnonymousFunctionOperation>()
                .Select(f => (Method: f.Symbol, Graph: graph.GetAnonymousFunctionControlFlowGraph(f, cancellation))));
        foreach (var inner in nested)
        {
            foreach (var body in Interpret(inner.Graph, inner.Method, cancellation))
                yield return body;
        }
    }

    private static ControlFlowGraph? GraphOf(IOperation operation, CancellationToken cancellation) => operation switch
    {
        IMethodBodyOperation body => ControlFlowGraph.Create(body, cancellation),
        IConstructorBodyOperation body => ControlFlowGraph.Create(body, cancellation),
        IBlockOperation { Parent: null } block => ControlFlowGraph.Create(block, cancellation),
        IFieldInitializerOperation initializer => ControlFlowGraph.Create(initializer, cancellation),
        IPropertyInitializerOperation initializer => ControlFlowGraph.Create(initializer, cancellation),
        _ => null,
    };

    /// <summary>A position inside the declaration's body, where the enclosing symbol is the member itself.</summary>
    private static int OwnPosition(SyntaxNode body) =>
        (body.ChildNodes().FirstOrDefault(n => n is GlobalStatementSyntax) ?? body.ChildNodes().LastOrDefault() ?? body).SpanStart;
}
