using System.Collections.Concurrent;
using System.Collections.Immutable;
using LockAnalyzers.Recognition.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LockAnalyzers.Interpretation.Semantics;

/// <summary>
/// The control-flow graphs of one compilation's bodies, built once each, so that an operation is the same object for all who ask.
/// </summary>
internal sealed class ControlFlowGraphs(SemanticModels models)
{
    private readonly ConcurrentDictionary<SyntaxNode, ControlFlowGraph?> _graphs = new();

    /// <summary>The graph of a body and those of the lambdas and local functions in it, each with its own symbol.</summary>
    public ImmutableArray<(ControlFlowGraph Graph, ISymbol Member)> AllOf(SyntaxNode body, CancellationToken cancellation) =>
        Of(body, cancellation) is { } graph && MemberOf(body, cancellation) is { } member
            ? WithNested(graph, member, cancellation).ToImmutableArray()
            : ImmutableArray<(ControlFlowGraph, ISymbol)>.Empty;

    /// <summary>The graph of a method or local function with a body in this compilation.</summary>
    public ControlFlowGraph? Of(IMethodSymbol method, CancellationToken cancellation)
    {
        if (BodyOf(method, cancellation) is not { } syntax)
            return null;
        if (method.MethodKind != MethodKind.LocalFunction)
            return Of(syntax, cancellation);

        return Bodies.Around(syntax) is { } outer
            ? AllOf(outer, cancellation).FirstOrDefault(g => SymbolEqualityComparer.Default.Equals(g.Member, method)).Graph
            : null;
    }

    /// <summary>The declaration of a method that has a body in this compilation.</summary>
    public static SyntaxNode? BodyOf(IMethodSymbol method, CancellationToken cancellation)
    {
        var declaration = (method.PartialImplementationPart ?? method).DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation);
        var hasBody =
            declaration switch
            {
                BaseMethodDeclarationSyntax ordinary => (SyntaxNode?)ordinary.Body ?? ordinary.ExpressionBody,
                LocalFunctionStatementSyntax local => (SyntaxNode?)local.Body ?? local.ExpressionBody,
                AccessorDeclarationSyntax accessor => (SyntaxNode?)accessor.Body ?? accessor.ExpressionBody,
                ArrowExpressionClauseSyntax arrow => arrow,
                _ => null,
            }
            is not null;
        return hasBody ? declaration : null;
    }

    /// <summary>The member whose body a declaration is.</summary>
    public ISymbol? MemberOf(SyntaxNode body, CancellationToken cancellation)
    {
        var inside = body.ChildNodes().FirstOrDefault(n => n is GlobalStatementSyntax) ?? body.ChildNodes().LastOrDefault() ?? body;
        return models.For(body.SyntaxTree)?.GetEnclosingSymbol(inside.SpanStart, cancellation);
    }

    public ControlFlowGraph? Of(SyntaxNode body, CancellationToken cancellation) =>
        _graphs.TryGetValue(body, out var known) ? known : _graphs.GetOrAdd(body, Create(body, cancellation));

    private ControlFlowGraph? Create(SyntaxNode body, CancellationToken cancellation)
    {
        try
        {
            return models.For(body.SyntaxTree)?.GetOperation(body, cancellation) switch
            {
                IMethodBodyOperation method => ControlFlowGraph.Create(method, cancellation),
                IConstructorBodyOperation constructor => ControlFlowGraph.Create(constructor, cancellation),
                IBlockOperation { Parent: null } block => ControlFlowGraph.Create(block, cancellation),
                IFieldInitializerOperation initializer => ControlFlowGraph.Create(initializer, cancellation),
                IPropertyInitializerOperation initializer => ControlFlowGraph.Create(initializer, cancellation),
                _ => null,
            };
        }
        catch (ArgumentException)
        {
            // Half-typed code can yield a tree that the graph builder refuses.
            return null;
        }
    }

    private static IEnumerable<(ControlFlowGraph Graph, ISymbol Member)> WithNested(
        ControlFlowGraph graph,
        ISymbol member,
        CancellationToken cancellation
    )
    {
        yield return (graph, member);

        var nested = graph
            .LocalFunctions.Select(f => (Graph: graph.GetLocalFunctionControlFlowGraph(f, cancellation), Member: f))
            .Concat(
                graph
                    .Blocks.SelectMany(b => b.BranchValue is { } value ? b.Operations.Add(value) : b.Operations)
                    .SelectMany(o => o.DescendantsAndSelf())
                    .OfType<IFlowAnonymousFunctionOperation>()
                    .Select(f => (Graph: graph.GetAnonymousFunctionControlFlowGraph(f, cancellation), Member: f.Symbol))
            );
        foreach (var inner in nested)
        {
            foreach (var pair in WithNested(inner.Graph, inner.Member, cancellation))
                yield return pair;
        }
    }
}
