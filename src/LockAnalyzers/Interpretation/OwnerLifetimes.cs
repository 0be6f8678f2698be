using System.Collections.Immutable;
using LockAnalyzers.Interpretation.Semantics;
using LockAnalyzers.Model.Facts;
using LockAnalyzers.Recognition.Apis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LockAnalyzers.Interpretation;

/// <summary>
/// Finds the lock calls of a body that are given a raw handle while nothing keeps its owner alive. The collector may finalize an object as
/// soon as no path reads it any more, also while a native function uses its handle; a later use, a <c>using</c>, a member or somebody else
/// who knows the object keeps it.
/// </summary>
internal sealed class OwnerLifetimes
{
    /// <summary>More members than any code names one after the other; half-typed code may go in circles.</summary>
    private const int MaxSteps = 8;

    private readonly ControlFlowGraph _graph;
    private readonly BodyTraits _traits;
    private readonly ISymbol _member;
    private readonly ImmutableArray<IOperation> _operations;
    private readonly ILookup<object, IOperation> _values;

    private OwnerLifetimes(ControlFlowGraph graph, BodyTraits traits, ISymbol member)
    {
        (_graph, _traits, _member) = (graph, traits, member);
        _operations = graph.Blocks.SelectMany(OperationsOf).SelectMany(o => o.DescendantsAndSelf()).ToImmutableArray();
        _values = _operations.Select(AssignmentIn).Where(a => a.Key is not null).ToLookup(a => a.Key!, a => a.Value!);
    }

    /// <summary>The same calls, those with a raw handle that nobody keeps alive marked.</summary>
    public static ImmutableArray<LockCallFacts> Examine(
        ImmutableArray<LockCallFacts> calls,
        ControlFlowGraph graph,
        BodyTraits traits,
        ISymbol member
    )
    {
        if (!traits.TakesRawHandles)
            return calls;

        var lifetimes = new OwnerLifetimes(graph, traits, member);
        return calls.Select(call => call with { RawHandle = lifetimes.RawHandleOf(call) }).ToImmutableArray();
    }

    private RawHandle? RawHandleOf(LockCallFacts call)
    {
        var site = (IInvocationOperation)call.Site;
        var candidates = site.Arguments.Select(a => a.Value).Where(value => !call.IsDirect || ReferenceEquals(value, call.Call.Handle));
        foreach (var candidate in candidates)
        {
            if (
                RawHandles.TakenIn(candidate, ValuesOf) is var (taken, isKept)
                && FileApi.OwnerOfRawHandle(taken) is { } owner
                && RootOf(owner) is var root
                && !IsAlive(root, site)
            )
                return new(taken, owner, OutlivesStatement: isKept || RawHandles.VariableAt(root) is null);
        }

        return null;
    }

    /// <summary>What the code reaches the owner from: <c>state</c> for <c>state.File.SafeFileHandle</c>.</summary>
    private IOperation RootOf(IOperation owner)
    {
        var root = RawHandles.RootOf(owner);
        for (var step = 0; step < MaxSteps; step++)
        {
            var next = root switch
            {
                IFlowCaptureReferenceOperation capture => _values[capture.Id].FirstOrDefault(),
                IMemberReferenceOperation { Instance: { } holder and not IInstanceReferenceOperation } => holder,
                _ => null,
            };
            if (next is null)
                break;

            root = RawHandles.RootOf(next);
        }

        return root;
    }

    /// <summary>
    /// True unless it is known that nobody keeps the owner of a handle while the call runs: an object that is made for its handle alone, or
    /// one in a variable that nothing reads any more.
    /// </summary>
    private bool IsAlive(IOperation root, IInvocationOperation site)
    {
        if (RawHandles.VariableAt(root) is not { } variable)
            return !FileApi.IsOpening(root);
        if (
            !SymbolEqualityComparer.Default.Equals(variable.ContainingSymbol, _member)
            || variable is IParameterSymbol { RefKind: not RefKind.None } or ILocalSymbol { IsRef: true }
        )
            return true;

        var keepers = KeepersOf(variable);
        return (variable is ILocalSymbol && !_values[variable].Any(value => MayBelongHere(RootOf(value))))
            || keepers.Any(k => k is ISymbol symbol && _traits.Captured.Contains(symbol))
            || _operations.Any(o => GivesAway(o, keepers))
            || keepers.Any(keeper => IsReadAfter(site, keeper));
    }

    /// <summary>
    /// False for what others keep too: a member, an element of a collection, what a member gives out. A local beside them keeps nothing.
    /// </summary>
    private bool MayBelongHere(IOperation value) =>
        value switch
        {
            IMemberReferenceOperation or IArrayElementReferenceOperation => false,
            IInvocationOperation { Instance: { } giver and not IInstanceReferenceOperation } => FileApi.IsOpening(value)
                || MayBelongHere(RootOf(giver)),
            _ => true,
        };

    /// <summary>The variables and captures that hold the object, or something that holds it in its turn.</summary>
    private HashSet<object> KeepersOf(ISymbol variable)
    {
        var keepers = new HashSet<object> { variable };
        int before;
        do
        {
            before = keepers.Count;
            foreach (var values in _values)
            {
                if (keepers.Contains(values.Key))
                    keepers.UnionWith(values.Select(RawHandles.RootOf).Select(KeyOf).OfType<object>());
                else if (values.Any(value => Holds(value, keepers)))
                    keepers.Add(values.Key);
            }
        } while (keepers.Count > before);

        return keepers;
    }

    /// <summary>True where somebody else gets to know the object: a member, a collection, the caller, a method that may keep it.</summary>
    private static bool GivesAway(IOperation operation, HashSet<object> keepers) =>
        operation switch
        {
            ISimpleAssignmentOperation { Target: var target, Value: var value } => KeyOf(target) is null or IParameterSymbol
                && Holds(value, keepers),
            IArgumentOperation { Parent: IInvocationOperation { TargetMethod: var method }, Value: var value } => !FileApi.IsGuard(method)
                && !FileApi.EffectOf(method).IsNative
                && Holds(value, keepers),
            _ => false,
        };

    /// <summary>True for an object that is one of these, or may be made of one.</summary>
    private static bool Holds(IOperation value, HashSet<object> keepers) =>
        value.Type is { IsReferenceType: true, SpecialType: not SpecialType.System_String } && Mentions(value, keepers);

    private static bool Mentions(IOperation value, HashSet<object> keepers) =>
        value.DescendantsAndSelf().Any(o => KeyOf(o) is { } key && keepers.Contains(key));

    /// <summary>True where some path reads a variable behind the call, before it gives the variable another value.</summary>
    private bool IsReadAfter(IInvocationOperation site, object variable)
    {
        var start = _graph.Blocks.First(block => OperationsOf(block).Any(o => Contains(o, site)));
        var rest = OperationsOf(start).SkipWhile(o => !Contains(o, site)).ToList();
        if (rest[0].Descendants().Any(o => variable.Equals(KeyOf(o)) && o.Syntax.SpanStart >= site.Syntax.Span.End && !IsAssigned(o)))
            return true;

        var pending = new Stack<BasicBlock>();
        var seen = new HashSet<int>();
        if (Passes(rest.Skip(1), variable) is { } read)
        {
            if (read)
                return true;
        }
        else if (Leaves(start))
        {
            return true;
        }

        while (pending.Count > 0)
        {
            var block = pending.Pop();
            switch (Passes(OperationsOf(block), variable))
            {
                case true:
                    return true;
                case null when Leaves(block):
                    return true;
            }
        }

        return false;

        // Queues what comes after a block; true where a handler around the block, or a finally on the way, reads the variable.
        bool Leaves(BasicBlock block)
        {
            for (var region = block.EnclosingRegion; region is not null; region = region.EnclosingRegion)
            {
                if (
                    region.Kind == ControlFlowRegionKind.Try
                    && region.EnclosingRegion!.NestedRegions.Skip(1).Any(handler => IsReadIn(handler, variable))
                )
                    return true;
            }

            foreach (var branch in new[] { block.ConditionalSuccessor, block.FallThroughSuccessor })
            {
                if (branch is null)
                    continue;
                if (branch.FinallyRegions.Any(region => IsReadIn(region, variable)))
                    return true;
                if (branch.Destination is { } next && seen.Add(next.Ordinal))
                    pending.Push(next);
            }

            return false;
        }
    }

    private bool IsReadIn(ControlFlowRegion region, object variable) =>
        _graph
            .Blocks.Skip(region.FirstBlockOrdinal)
            .Take(region.LastBlockOrdinal - region.FirstBlockOrdinal + 1)
            .SelectMany(OperationsOf)
            .SelectMany(o => o.DescendantsAndSelf())
            .Any(o => variable.Equals(KeyOf(o)) && !IsAssigned(o));

    /// <summary>True where the operations read the variable, false where they first give it another value, null otherwise.</summary>
    private static bool? Passes(IEnumerable<IOperation> operations, object variable)
    {
        foreach (var operation in operations)
        {
            var uses = operation.DescendantsAndSelf().Where(o => variable.Equals(KeyOf(o))).ToList();
            if (uses.Exists(o => !IsAssigned(o)))
                return true;
            if (uses.Count > 0)
                return false;
        }

        return null;
    }

    private static bool IsAssigned(IOperation reference) =>
        reference.Parent is ISimpleAssignmentOperation assignment && ReferenceEquals(assignment.Target, reference);

    private static bool Contains(IOperation operation, IOperation part) =>
        operation.DescendantsAndSelf().Any(o => ReferenceEquals(o, part));

    private static IEnumerable<IOperation> OperationsOf(BasicBlock block) =>
        block.BranchValue is { } value ? block.Operations.Add(value) : block.Operations;

    private IEnumerable<IOperation> ValuesOf(IOperation reference) => KeyOf(reference) is { } key ? _values[key] : [];

    private static (object? Key, IOperation? Value) AssignmentIn(IOperation operation) =>
        operation switch
        {
            ISimpleAssignmentOperation assignment => (KeyOf(assignment.Target), assignment.Value),
            IIsPatternOperation { Pattern: IDeclarationPatternOperation { DeclaredSymbol: { } matched } } pattern => (
                matched,
                pattern.Value
            ),
            IIsPatternOperation { Pattern: IRecursivePatternOperation { DeclaredSymbol: { } matched } } pattern => (matched, pattern.Value),
            IFlowCaptureOperation capture => (capture.Id, capture.Value),
            _ => (null, null),
        };

    /// <summary>What a reference names, where that is a variable or what the compiler keeps between two blocks.</summary>
    private static object? KeyOf(IOperation reference) =>
        reference is IFlowCaptureReferenceOperation capture ? capture.Id : RawHandles.VariableAt(reference);
}
