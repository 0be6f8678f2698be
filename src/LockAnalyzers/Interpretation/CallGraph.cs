using LockAnalyzers.Interpretation.Semantics;
using LockAnalyzers.Recognition;
using LockAnalyzers.Recognition.Naming;
using LockAnalyzers.Recognition.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LockAnalyzers.Interpretation;

/// <summary>
/// The bodies of a compilation that concern locks, and who calls whom among them. Every edge is a bound call: a method that is merely
/// called <c>Lock</c> costs one bound call and is no node.
/// </summary>
internal sealed class CallGraph(
    SemanticModels models,
    ControlFlowGraphs graphs,
    LockRecognizer recognizer,
    IReadOnlyList<TreeFacts> trees,
    LockCallNames names
)
{
    private readonly Dictionary<SyntaxNode, SourceBody> _bodies = [];
    private readonly Dictionary<IMethodSymbol, SourceBody> _byMethod = new(SymbolEqualityComparer.Default);
    private readonly HashSet<string> _methodNames = [];

    /// <summary>The files, in their order.</summary>
    public IEnumerable<SyntaxTree> Trees => trees.Select(tree => tree.Tree);

    /// <summary>The nodes, in the order of files and places in them.</summary>
    public IEnumerable<SourceBody> Bodies => _bodies.Values;

    public SourceBody? BodyOf(IMethodSymbol method) => _byMethod.TryGetValue(method, out var body) ? body : null;

    /// <summary>Adds the bodies that call a lock function themselves.</summary>
    public void AddLockCalls(CancellationToken cancellation)
    {
        foreach (var tree in trees)
        {
            foreach (var name in tree.Topics.HasFlag(FileTopics.Calls) ? names.All : names.Declared)
            {
                foreach (var call in tree.InvocationsOf(name).Where(call => names.MayBe(name, call)))
                {
                    if (TargetOf(call, cancellation) is { } target && recognizer.FunctionOf(target) is not null)
                        AddAround(call, cancellation);
                }
            }
        }
    }

    /// <summary>Adds the bodies that call one of these methods; returns the bodies that are new.</summary>
    public List<SourceBody> AddCallersOf(IReadOnlyCollection<IMethodSymbol> callees, CancellationToken cancellation)
    {
        var added = new List<SourceBody>();
        var byName = callees.ToLookup(m => m.Name);
        foreach (var tree in trees)
        {
            foreach (var name in byName)
            {
                foreach (var call in tree.InvocationsOf(name.Key))
                {
                    if (
                        !IsInBody(call)
                        && TargetOf(call, cancellation) is { } target
                        && name.Contains(target, SymbolEqualityComparer.Default)
                        && AddAround(call, cancellation) is { } body
                    )
                        added.Add(body);
                }
            }
        }

        return added;
    }

    /// <summary>
    /// Adds what the bodies call, where that calls a lock function or a body of the graph in its turn: it may release a lock for them.
    /// </summary>
    public void AddCallees(CancellationToken cancellation)
    {
        int before;
        do
        {
            // A body that was added may be what a callee calls that was passed over before it.
            before = _bodies.Count;
            var seen = new HashSet<IMethodSymbol>(SymbolEqualityComparer.Default);
            foreach (var callee in _bodies.Values.ToList().SelectMany(body => body.Callees))
            {
                if (BodyOf(callee) is null && seen.Add(callee))
                    AddIfItConcernsLocks(callee, cancellation);
            }
        } while (_bodies.Count > before);
    }

    /// <summary>The bodies in groups that call each other, callees before their callers.</summary>
    public List<List<SourceBody>> CalleesFirst() => StronglyConnected.ComponentsOf(_bodies.Values, CalleesOf);

    /// <summary>The nodes that a body calls.</summary>
    public IEnumerable<SourceBody> CalleesOf(SourceBody body) => body.Callees.Select(BodyOf).OfType<SourceBody>().Distinct();

    private void AddIfItConcernsLocks(IMethodSymbol method, CancellationToken cancellation)
    {
        if (
            ControlFlowGraphs.BodyOf(method, cancellation) is not { } declaration
            || !Calls
                .In(declaration)
                .Any(call => Calls.NameOf(call.Expression) is { } name && (_methodNames.Contains(name) || names.MayBe(name, call)))
            || (method.MethodKind == MethodKind.LocalFunction ? Recognition.Syntax.Bodies.Around(declaration) : declaration)
                is not { } syntax
        )
            return;

        if (Create(syntax, cancellation) is { } body && body.Invocations.Any(ConcernsLocks))
            Add(body);
    }

    private bool ConcernsLocks(IInvocationOperation call) =>
        BodyOf(call.TargetMethod.OriginalDefinition) is not null || recognizer.FunctionOf(call.TargetMethod) is not null;

    private bool IsInBody(InvocationExpressionSyntax call) =>
        Recognition.Syntax.Bodies.Around(call) is { } syntax && _bodies.ContainsKey(syntax);

    private SourceBody? AddAround(InvocationExpressionSyntax call, CancellationToken cancellation) =>
        Recognition.Syntax.Bodies.Around(call) is { } syntax && !_bodies.ContainsKey(syntax) && Create(syntax, cancellation) is { } body
            ? Add(body)
            : null;

    private SourceBody? Create(SyntaxNode syntax, CancellationToken cancellation) =>
        graphs.AllOf(syntax, cancellation) is { IsEmpty: false } all ? new(syntax, all) : null;

    private SourceBody Add(SourceBody body)
    {
        _bodies.Add(body.Syntax, body);
        foreach (var method in body.Methods)
        {
            _byMethod[method] = body;
            _methodNames.Add(method.Name);
        }

        return body;
    }

    private IMethodSymbol? TargetOf(InvocationExpressionSyntax call, CancellationToken cancellation) =>
        (models.For(call.SyntaxTree)?.GetSymbolInfo(call, cancellation).Symbol as IMethodSymbol)?.OriginalDefinition;
}
