using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LockAnalyzers.Interpretation;

/// <summary>
/// A declaration with a body that may concern locks, and the lambdas and local functions in it: a node of the call graph.
/// </summary>
internal sealed class SourceBody(SyntaxNode syntax, ImmutableArray<(ControlFlowGraph Graph, ISymbol Member)> graphs)
{
    public SyntaxNode Syntax => syntax;

    /// <summary>The graph of the body itself, then those of the lambdas and local functions in it.</summary>
    public ImmutableArray<(ControlFlowGraph Graph, ISymbol Member)> Graphs => graphs;

    /// <summary>The methods that can be called by name: the member, where it is a method, and its local functions.</summary>
    public IEnumerable<IMethodSymbol> Methods => graphs.Select(g => g.Member).OfType<IMethodSymbol>().Select(m => m.OriginalDefinition);

    /// <summary>The invocations in the body, in no graph's order.</summary>
    public ImmutableArray<IInvocationOperation> Invocations { get; } =
        graphs[0].Graph.OriginalOperation.Descendants().OfType<IInvocationOperation>().ToImmutableArray();

    /// <summary>The methods that the body calls, each once.</summary>
    public ImmutableArray<IMethodSymbol> Callees =>
        _callees.IsDefault
            ? _callees = Invocations
                .Select(i => i.TargetMethod.OriginalDefinition)
                .Distinct<IMethodSymbol>(SymbolEqualityComparer.Default)
                .ToImmutableArray()
            : _callees;

    private ImmutableArray<IMethodSymbol> _callees;

    /// <summary>True when the member, or a local function in it, calls itself.</summary>
    public bool IsRecursive { get; } = graphs.Any(CallsItself);

    private static bool CallsItself((ControlFlowGraph Graph, ISymbol Member) body) =>
        body
            .Graph.OriginalOperation.Descendants()
            .OfType<IInvocationOperation>()
            .Any(call => SymbolEqualityComparer.Default.Equals(call.TargetMethod.OriginalDefinition, body.Member.OriginalDefinition));
}
