using System.Collections.Concurrent;
using System.Collections.Immutable;
using LockAnalyzers.Interpretation.Semantics;
using LockAnalyzers.Model.Facts;
using LockAnalyzers.Recognition;
using LockAnalyzers.Recognition.Naming;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LockAnalyzers.Interpretation;

/// <summary>All that locks files in one compilation. Nothing is found before somebody asks for it, and nothing twice.</summary>
internal sealed class LockCompilation
{
    private readonly ImmutableArray<TreeFacts> _trees;
    private readonly Dictionary<SyntaxTree, TreeFacts> _byTree;
    private readonly DeclaredWrappers _declared;
    private readonly ScopeMemory _memory;
    private readonly Once<LockCallNames> _names;
    private readonly Once<LockAnalysis> _analysis;
    private readonly ConcurrentDictionary<ISymbol, ImmutableArray<InvocationExpressionSyntax>> _callers = new(
        SymbolEqualityComparer.Default
    );

    /// <param name="compilation">The compilation.</param>
    /// <param name="trees">What each of its files tells by itself, in the order of the files.</param>
    /// <param name="declared">The wrappers that the project lists.</param>
    /// <param name="memory">What was found in the compilation before the last edit.</param>
    public LockCompilation(Compilation compilation, ImmutableArray<TreeFacts> trees, DeclaredWrappers declared, ScopeMemory memory)
    {
        _trees = trees;
        _byTree = trees.ToDictionary(t => t.Tree);
        _declared = declared;
        _memory = memory;
        Models = new SemanticModels(compilation);
        Recognizer = new LockRecognizer(compilation, declared);
        Fields = new FieldAssignments(Models);
        _names = new(_ => FindNames());
        _analysis = new(Analyse);
    }

    public LockRecognizer Recognizer { get; }

    public SemanticModels Models { get; }

    /// <summary>What types put into their fields.</summary>
    public FieldAssignments Fields { get; }

    /// <summary>True when some file may call a lock function.</summary>
    public bool MayLock => _trees.Any(t => t.Topics.HasFlag(FileTopics.Calls));

    /// <summary>The facts of every body in a file that calls a lock function, itself or through a wrapper.</summary>
    public IEnumerable<BodyFacts> BodiesIn(SyntaxTree tree, CancellationToken cancellation) =>
        MayConcern(tree, cancellation) ? _analysis.Value(cancellation).Bodies[tree] : [];

    /// <summary>The facts of every body in the compilation that calls a lock function, in the order of the files.</summary>
    public ImmutableArray<BodyFacts> Bodies(CancellationToken cancellation) =>
        _analysis.Value(cancellation).Bodies.SelectMany(bodies => bodies).ToImmutableArray();

    /// <summary>How often a body was interpreted for its own sake: once, but for callers that were found before a callee.</summary>
    public int Interpretations(CancellationToken cancellation) => _analysis.Value(cancellation).Interpretations;

    /// <summary>The files that may have something to say of a subject.</summary>
    public IEnumerable<SyntaxTree> TreesAbout(FileTopics topic) => _trees.Where(t => t.Topics.HasFlag(topic)).Select(t => t.Tree);

    /// <summary>True when a file may have something to say of a subject.</summary>
    public bool IsAbout(SyntaxTree tree, FileTopics topic) => _byTree.TryGetValue(tree, out var facts) && facts.Topics.HasFlag(topic);

    /// <summary>The method declarations of a file that have attributes: among them are the imports.</summary>
    public IEnumerable<MethodDeclarationSyntax> AttributedMethodsIn(SyntaxTree tree) =>
        _byTree.TryGetValue(tree, out var facts) ? facts.AttributedMethods : ImmutableArray<MethodDeclarationSyntax>.Empty;

    /// <summary>True for a file that may declare constants of a lock function.</summary>
    public bool SpellsConstants(SyntaxTree tree) => _byTree.TryGetValue(tree, out var facts) && facts.SpellsConstants;

    /// <summary>
    /// False for a file of which it is known that no body in it concerns locks: then nothing of the compilation is bound for its sake. What
    /// was found before the last edit tells, as long as the declarations are what they were.
    /// </summary>
    public bool MayConcern(SyntaxTree tree, CancellationToken cancellation)
    {
        if (_analysis.IsKnown && _analysis.Value(cancellation) is var analysis)
            return analysis.Bodies.Contains(tree) || analysis.FlagEnumTrees.Contains(tree);
        if (!_byTree.TryGetValue(tree, out var facts))
            return false;

        var names = _names.Value(cancellation);
        return !_memory.IsOutside(Models.Compilation, facts, names);
    }

    /// <summary>The calls of <paramref name="member"/>, in the order of the files.</summary>
    public ImmutableArray<InvocationExpressionSyntax> CallsOf(ISymbol member, CancellationToken cancellation) =>
        _callers.GetOrAdd(
            member.OriginalDefinition,
            m =>
                TreesWithLocks(cancellation)
                    .SelectMany(tree => tree.InvocationsOf(m.Name))
                    .Where(call =>
                        SymbolEqualityComparer.Default.Equals(
                            Models.For(call.SyntaxTree)?.GetSymbolInfo(call, cancellation).Symbol?.OriginalDefinition,
                            m
                        )
                    )
                    .ToImmutableArray()
        );

    /// <summary>The creations of objects by <paramref name="constructor"/>, in the order of the files.</summary>
    public IEnumerable<BaseObjectCreationExpressionSyntax> CreationsBy(IMethodSymbol constructor, CancellationToken cancellation) =>
        TreesWithLocks(cancellation)
            .SelectMany(tree => tree.Tree.GetRoot(cancellation).DescendantNodes().OfType<BaseObjectCreationExpressionSyntax>())
            .Where(creation =>
                (
                    creation is not ObjectCreationExpressionSyntax { Type: var type }
                    || type.GetLastToken().ValueText == constructor.ContainingType.Name
                )
                && SymbolEqualityComparer.Default.Equals(
                    Models.For(creation.SyntaxTree)?.GetSymbolInfo(creation, cancellation).Symbol?.OriginalDefinition,
                    constructor
                )
            );

    /// <summary>The bodies that call <paramref name="member"/>, in the order of the files.</summary>
    public ImmutableArray<SyntaxNode> MembersCalling(ISymbol member, CancellationToken cancellation) =>
        CallsOf(member, cancellation).Select(Recognition.Syntax.Bodies.Around).OfType<SyntaxNode>().Distinct().ToImmutableArray();

    private IEnumerable<TreeFacts> TreesWithLocks(CancellationToken cancellation) =>
        _trees.Where(t => t.Topics.HasFlag(FileTopics.Calls) || _analysis.Value(cancellation).Bodies.Contains(t.Tree));

    private LockCallNames FindNames() =>
        new(
            _trees.Where(t => t.Topics.HasFlag(FileTopics.Calls)).SelectMany(t => t.AttributedMethods),
            _declared.Names,
            _trees.Any(t => t.Topics.HasFlag(FileTopics.Runtime))
        );

    private LockAnalysis Analyse(CancellationToken cancellation)
    {
        var names = _names.Value(cancellation);
        var graphs = new ControlFlowGraphs(Models);
        var graph = new CallGraph(Models, graphs, Recognizer, _trees, names);
        var analysis = LockAnalysis.Of(graph, graphs, Recognizer, new ConstantMembers(Models), cancellation);
        _memory.Remember(Models.Compilation, analysis.Bodies.Select(b => b.Key).Concat(analysis.FlagEnumTrees), analysis.TakerNames);
        return analysis;
    }
}
