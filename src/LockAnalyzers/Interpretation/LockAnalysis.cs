using System.Collections.Immutable;
using LockAnalyzers.Interpretation.Semantics;
using LockAnalyzers.Model.Facts;
using LockAnalyzers.Recognition;
using LockAnalyzers.Recognition.Apis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace LockAnalyzers.Interpretation;

/// <summary>
/// The facts of all bodies that concern locks. Callees are interpreted before their callers, and callers are looked for only where a method
/// can return with a lock: methods that lock and unlock for themselves are the end of the search.
/// </summary>
internal sealed class LockAnalysis
{
    /// <summary>How many callers deep a lock is followed that is handed on from caller to caller.</summary>
    public const int MaxCallerDepth = 32;

    /// <summary>How often methods that call each other are interpreted until their summaries settle.</summary>
    private const int MaxRounds = 4;

    private readonly CallGraph _graph;
    private readonly WrapperSummaries _summaries;
    private readonly CancellationToken _cancellation;
    private readonly Dictionary<SourceBody, ImmutableArray<BodyFacts>> _facts = [];
    private readonly List<BodyFacts> _notFollowed = [];

    /// <summary>When a body was interpreted last, and when its summary changed last, by a clock that counts these events.</summary>
    private readonly Dictionary<SourceBody, int> _interpretedAt = [];
    private readonly Dictionary<SourceBody, int> _changedAt = [];
    private int _clock;

    private LockAnalysis(CallGraph graph, WrapperSummaries summaries, CancellationToken cancellation) =>
        (_graph, _summaries, _cancellation) = (graph, summaries, cancellation);

    /// <summary>
    /// The facts of the bodies in which there are lock calls, and those of bodies beyond a bound, in the order of files and places.
    /// </summary>
    public ILookup<SyntaxTree, BodyFacts> Bodies { get; private set; } = null!;

    /// <summary>The files that declare enums in which lock functions take their flags.</summary>
    public ImmutableHashSet<SyntaxTree> FlagEnumTrees { get; private set; } = null!;

    /// <summary>The names of the methods that can return with a lock: a file that calls none of them depends on none.</summary>
    public ImmutableHashSet<string> TakerNames { get; private set; } = null!;

    /// <summary>The number of interpretations, by which tests hold that no body is interpreted twice without need.</summary>
    public int Interpretations { get; private set; }

    public static LockAnalysis Of(
        CallGraph graph,
        ControlFlowGraphs graphs,
        LockRecognizer recognizer,
        ConstantMembers constants,
        CancellationToken cancellation
    )
    {
        var analysis = new LockAnalysis(graph, new WrapperSummaries(graphs, recognizer, constants), cancellation);
        analysis.Run();
        return analysis;
    }

    private void Run()
    {
        _graph.AddLockCalls(_cancellation);
        var sought = new HashSet<IMethodSymbol>(SymbolEqualityComparer.Default);
        for (var depth = 0; ; depth++)
        {
            _graph.AddCallees(_cancellation);
            foreach (var component in _graph.CalleesFirst())
                Interpret(component);

            var takers = _summaries.Takers.Where(sought.Add).ToList();
            if (takers.Count == 0)
                break;

            var callers = _graph.AddCallersOf(takers, _cancellation);
            if (depth == MaxCallerDepth)
            {
                _notFollowed.AddRange(callers.Select(c => BodyFacts.Beyond(BodyBound.CallerDepth, c.Graphs[0].Member, c.Syntax)));
                break;
            }
        }

        var files = _graph.Trees.Select((tree, index) => (tree, index)).ToDictionary(t => t.tree, t => t.index);
        Bodies = _facts
            .Values.SelectMany(facts => facts)
            .Where(facts => facts.ExceededBound is not null || facts.AllCalls.Any())
            .Concat(_notFollowed)
            .OrderBy(facts => files[facts.Syntax.SyntaxTree])
            .ThenBy(facts => facts.Syntax.SpanStart)
            .ToLookup(facts => facts.Syntax.SyntaxTree);
        FlagEnumTrees = Bodies
            .SelectMany(bodies => bodies)
            .SelectMany(body => body.Calls)
            .Select(call => call.Call.ArgumentOf(ArgumentRole.Flags)?.Parameter?.Type)
            .Where(type => type is { TypeKind: TypeKind.Enum })
            .SelectMany(type => type!.DeclaringSyntaxReferences)
            .Select(reference => reference.SyntaxTree)
            .ToImmutableHashSet();
        TakerNames = sought.Select(m => m.Name).ToImmutableHashSet();
    }

    /// <summary>Interprets methods that call each other, or one that does not, where it was not or a callee has a new summary.</summary>
    private void Interpret(List<SourceBody> component)
    {
        var isCircular = component.Count > 1 || component[0].IsRecursive;
        if (isCircular)
        {
            foreach (var method in component.SelectMany(body => body.Methods))
                _summaries.MarkCircular(method);
        }

        for (var round = 0; component.Exists(IsDue); round++)
        {
            if (round == MaxRounds)
            {
                component.ForEach(GiveUp);
                return;
            }

            foreach (var body in component.Where(IsDue).ToList())
                Interpret(body);
        }
    }

    private bool IsDue(SourceBody body) =>
        !_interpretedAt.TryGetValue(body, out var when)
        || _graph
            .CalleesOf(body)
            .Any(callee => (callee != body || body.IsRecursive) && _changedAt.TryGetValue(callee, out var changed) && changed > when);

    private void Interpret(SourceBody body)
    {
        _cancellation.ThrowIfCancellationRequested();
        var facts = ImmutableArray.CreateBuilder<BodyFacts>();
        Interpretations++;
        _interpretedAt[body] = ++_clock;
        foreach (var (graph, member) in InnermostFirst(body))
        {
            var found = _summaries.Interpret(graph, member, _cancellation);
            facts.Add(found);
            if (
                member is IMethodSymbol { MethodKind: not MethodKind.AnonymousFunction } method
                && _summaries.Update(method.OriginalDefinition, found)
            )
                _changedAt[body] = ++_clock;
        }

        _facts[body] = facts.ToImmutable();
    }

    /// <summary>Local functions come before the body that calls them.</summary>
    private static IEnumerable<(ControlFlowGraph Graph, ISymbol Member)> InnermostFirst(SourceBody body) => body.Graphs.Reverse();

    private void GiveUp(SourceBody body)
    {
        foreach (var method in body.Methods)
            _summaries.GiveUp(method);
        _facts[body] = ImmutableArray.Create(BodyFacts.Beyond(BodyBound.Summaries, body.Graphs[0].Member, body.Syntax));
        _interpretedAt[body] = ++_clock;
    }
}
