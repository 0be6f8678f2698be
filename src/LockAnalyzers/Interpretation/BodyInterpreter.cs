using System.Collections.Immutable;
using LockAnalyzers.Interpretation.Semantics;
using LockAnalyzers.Model.Facts;
using LockAnalyzers.Model.Locks;
using LockAnalyzers.Model.Paths;
using LockAnalyzers.Model.Symbolic;
using LockAnalyzers.Recognition;
using LockAnalyzers.Recognition.Naming;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LockAnalyzers.Interpretation;

/// <summary>
/// Follows every path of one body to a fixpoint. Paths meet at the start of a block: those that hold the same locks are joined into one
/// state, those that hold different locks go on apart. A finally block is interpreted anew for each way into it, so that what is released
/// there is released on exactly the paths that pass; and since the graph has no edges for exceptions, a call that may throw is followed
/// outwards through the regions that enclose it.
/// </summary>
internal sealed class BodyInterpreter
{
    /// <summary>Bodies with more blocks are left alone: no hand-written method comes near.</summary>
    public const int MaxBlocks = 10_000;

    /// <summary>How many sets of held locks may meet at one block before the body counts as beyond us.</summary>
    private const int MaxStatesPerBlock = 48;

    /// <summary>From so many states on, paths that differ only in how they got rid of a lock are joined.</summary>
    private const int CoarseningThreshold = 24;

    private readonly ControlFlowGraph _graph;
    private readonly FactsBuilder _facts;
    private readonly Evaluator _evaluator;
    private readonly CancellationToken _cancellation;

    /// <summary>The parameters by which the body gives its caller more than it returns.</summary>
    private readonly ImmutableArray<SymbolicExpression> _results;
    private int _stepsLeft;

    private BodyInterpreter(
        ControlFlowGraph graph,
        ISymbol member,
        WrapperSummaries wrappers,
        LockRecognizer recognizer,
        ConstantMembers constants,
        FactsBuilder facts,
        CancellationToken cancellation
    )
    {
        _results = member is IMethodSymbol { Parameters: var parameters }
            ? parameters
                .Where(p => p.RefKind is RefKind.Ref or RefKind.Out)
                .Select(p => (SymbolicExpression)new SymbolicExpression.Variable(p))
                .ToImmutableArray()
            : ImmutableArray<SymbolicExpression>.Empty;
        _graph = graph;
        _facts = facts;
        _cancellation = cancellation;
        _evaluator = new Evaluator(recognizer, wrappers, constants, CapturedVariables.Of(graph.OriginalOperation), facts, cancellation);
        _stepsLeft = 5_000 + 20 * graph.Blocks.Length;
    }

    /// <summary>The facts of a body, or null for one that is too large or too tangled to judge.</summary>
    /// <param name="graph">The body.</param>
    /// <param name="member">The member whose body it is.</param>
    /// <param name="entry">What is known as it starts: nothing, or the constants that a caller passes.</param>
    /// <param name="wrappers">What the methods it calls do on its behalf.</param>
    /// <param name="recognizer">What is a lock call.</param>
    /// <param name="constants">Members that never change.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static BodyFacts? Interpret(
        ControlFlowGraph graph,
        ISymbol member,
        PathState entry,
        WrapperSummaries wrappers,
        LockRecognizer recognizer,
        ConstantMembers constants,
        CancellationToken cancellation
    )
    {
        if (graph.Blocks.Length > MaxBlocks)
            return null;

        var facts = new FactsBuilder(member);
        var interpreter = new BodyInterpreter(graph, member, wrappers, recognizer, constants, facts, cancellation);
        var run = new RegionWorklist(graph.Root, outer: null);
        run.Enter(0, entry);
        return interpreter.RunToFixpoint(run) ? facts.ToFacts() : null;
    }

    /// <summary>Interprets blocks until no state changes; false when the bound was reached.</summary>
    private bool RunToFixpoint(RegionWorklist run)
    {
        while ((run.Next() ?? NextForgotten(run)) is var (ordinal, state))
        {
            _cancellation.ThrowIfCancellationRequested();
            if (run.StatesAt(ordinal) > MaxStatesPerBlock)
                _stepsLeft = 0;
            if (--_stepsLeft < 0)
                return false;

            Interpret(run, _graph.Blocks[ordinal], state);
        }

        return _stepsLeft >= 0;
    }

    /// <summary>
    /// A handler around code that is not known to throw is code all the same: it is read as if something had thrown before any lock was taken.
    /// </summary>
    private static (int Ordinal, PathState State)? NextForgotten(RegionWorklist run)
    {
        foreach (var (tried, entry) in run.TriesEntered())
        {
            foreach (var handler in tried.EnclosingRegion!.NestedRegions.RemoveAt(0))
            {
                if (!run.HasEntered(handler.FirstBlockOrdinal))
                    run.Enter(handler.FirstBlockOrdinal, entry.WithoutLocks());
            }
        }

        return run.Next();
    }

    private void Interpret(RegionWorklist run, BasicBlock block, PathState entry)
    {
        var states = new List<PathState> { entry };
        foreach (var operation in block.Operations)
            states = states.SelectMany(state => Evaluate(run, block, operation, state)).Select(r => r.State).ToList();

        foreach (var state in states)
        {
            foreach (var (after, value) in Evaluate(run, block, block.BranchValue, state))
                Leave(run, block, after, value);
        }
    }

    private List<(PathState State, SymbolicValue Value)> Evaluate(
        RegionWorklist run,
        BasicBlock block,
        IOperation? operation,
        PathState state
    )
    {
        var results = _evaluator.Evaluate(operation, state);
        foreach (var thrown in _evaluator.Throws.ToArray())
        {
            var kind = thrown.IsExplicit ? ExitKind.Throw : ExitKind.Exception;
            Unwind(
                run,
                block.EnclosingRegion,
                thrown.State,
                new Exit(kind, thrown.Site.Syntax.GetLocation()) { FaultingFile = thrown.Through },
                thrown.Type
            );
        }

        return results;
    }

    private void Leave(RegionWorklist run, BasicBlock block, PathState state, SymbolicValue value)
    {
        if (block.ConditionalSuccessor is { } conditional)
        {
            // What was learned from the same question before is still so.
            value = state.Refine(value);
            var whenTrue = block.ConditionKind == ControlFlowConditionKind.WhenTrue;
            if (CanBe(value, whenTrue))
                Follow(run, block, conditional, Assuming(state, value, whenTrue), value);
            if (CanBe(value, !whenTrue) && block.FallThroughSuccessor is { } otherwise)
                Follow(run, block, otherwise, Assuming(state, value, !whenTrue), value);
        }
        else if (block.FallThroughSuccessor is { } next)
        {
            Follow(run, block, next, state, value);
        }
    }

    private static bool CanBe(SymbolicValue value, bool truth) => truth ? !value.IsZero : !value.SurelyNotZero;

    private static PathState Assuming(PathState state, SymbolicValue value, bool truth)
    {
        if (value.Expression is not { } term)
            return state;

        var assuming = state.Copy();
        assuming.Assume(term, truth);
        return assuming;
    }

    private void Follow(RegionWorklist run, BasicBlock block, ControlFlowBranch branch, PathState state, SymbolicValue value)
    {
        switch (branch.Semantics)
        {
            case ControlFlowBranchSemantics.Throw or ControlFlowBranchSemantics.Rethrow:
                // What a handler throws on, or in the place of what it caught, was thrown by the call that brought the path there.
                var kind = IsInHandler(block.EnclosingRegion) ? ExitKind.Exception : ExitKind.Throw;
                Unwind(run, block.EnclosingRegion, state, new Exit(kind, LocationOf(block)), TypeThrownBy(block, branch), isThrown: true);
                break;
            case ControlFlowBranchSemantics.StructuredExceptionHandling:
                run.ExitStates.Add(state);
                break;
            case ControlFlowBranchSemantics.Regular or ControlFlowBranchSemantics.Return when branch.Destination is { } destination:
                if (branch.Semantics == ControlFlowBranchSemantics.Return && value.Expression is { } returned)
                    state = HandedOff(state, returned);

                foreach (var after in Through(run, branch.FinallyRegions, state))
                {
                    if (destination.Kind == BasicBlockKind.Exit)
                    {
                        var left = _results.Aggregate(
                            after,
                            (s, result) =>
                                s.Variables.TryGetValue(result, out var given) && given.Expression is { } term ? HandedOff(s, term) : s
                        );
                        Leave(Returning(block, value), left);
                        _facts.RecordReturn(left, branch.Semantics == ControlFlowBranchSemantics.Return ? value : SymbolicValue.Unknown);
                    }
                    else
                    {
                        run.Holding(destination.Ordinal).Enter(destination.Ordinal, after);
                    }
                }

                break;
        }
    }

    /// <summary>The path once its caller has a value, and with it whatever file comes with that.</summary>
    private PathState HandedOff(PathState state, SymbolicExpression given)
    {
        var handed = state.Copy();
        _facts.HandOff(handed, given);
        return handed;
    }

    private IEnumerable<PathState> Through(RegionWorklist run, IEnumerable<ControlFlowRegion> finallyRegions, PathState state) =>
        finallyRegions.Aggregate(
            (IEnumerable<PathState>)[state],
            (states, region) => states.SelectMany(s => Through(run, region, s)).ToList()
        );

    /// <summary>The states in which a finally, or a filter that declines, is left.</summary>
    private List<PathState> Through(RegionWorklist run, ControlFlowRegion region, PathState state)
    {
        var inner = new RegionWorklist(region, run);
        inner.Enter(region.FirstBlockOrdinal, state);
        RunToFixpoint(inner);
        return inner.ExitStates;
    }

    /// <summary>
    /// Carries a path that an exception leaves outwards: through every finally, into every handler that may catch it. That a handler or
    /// a finally, busy cleaning up, fails in its turn is left out.
    /// </summary>
    private void Unwind(
        RegionWorklist run,
        ControlFlowRegion? region,
        PathState state,
        Exit exit,
        ITypeSymbol? thrown,
        bool isThrown = false
    )
    {
        IReadOnlyList<PathState> states = [state.AfterThrow()];
        var alreadyCaught = new List<ITypeSymbol>();

        // The root of a lambda's graph lies in a region of the graph around it, where the exception goes at some other time.
        for (; region is { Kind: not ControlFlowRegionKind.Root }; region = region.EnclosingRegion)
        {
            if (
                !isThrown
                && exit.Kind == ExitKind.Exception
                && region.Kind is ControlFlowRegionKind.Finally or ControlFlowRegionKind.Catch or ControlFlowRegionKind.Filter
            )
                return;
            if (region.Kind != ControlFlowRegionKind.Try)
                continue;

            var known = string.Join("|", alreadyCaught.Append(thrown).Select(t => t?.ToDisplayString()));
            states = states.Where(s => run.IsNewAt(region, exit.Kind, known, s)).ToList();
            var handlers = region.EnclosingRegion!.NestedRegions.RemoveAt(0);
            if (region.EnclosingRegion.Kind == ControlFlowRegionKind.TryAndFinally)
                states = states.SelectMany(s => Through(run, handlers[0], s)).ToList();
            else if (EnterHandlers(run, handlers, ref states, thrown, alreadyCaught))
                return;

            if (states.Count == 0)
                return;
        }

        foreach (var escaped in states)
            Leave(exit, escaped);
    }

    private static bool IsInHandler(ControlFlowRegion? region) => HandlerAround(region) is not null;

    private static ControlFlowRegion? HandlerAround(ControlFlowRegion? region)
    {
        while (region is not null && region.Kind != ControlFlowRegionKind.Catch)
            region = region.EnclosingRegion;

        return region;
    }

    /// <summary>
    /// The type that a throw statement throws, or that the handler around a rethrow caught: the value at the end of a block that leads
    /// there is then the condition it depends on.
    /// </summary>
    private static ITypeSymbol? TypeThrownBy(BasicBlock block, ControlFlowBranch branch) =>
        branch.Semantics == ControlFlowBranchSemantics.Rethrow
            ? HandlerAround(block.EnclosingRegion)?.ExceptionType
            : (block.BranchValue is IConversionOperation conversion ? conversion.Operand : block.BranchValue)?.Type;

    /// <summary>Enters the handlers of a try; true when one of them catches whatever is thrown.</summary>
    private bool EnterHandlers(
        RegionWorklist run,
        IEnumerable<ControlFlowRegion> handlers,
        ref IReadOnlyList<PathState> states,
        ITypeSymbol? thrown,
        List<ITypeSymbol> alreadyCaught
    )
    {
        foreach (var handler in handlers)
        {
            var caught = handler.ExceptionType;
            if (
                caught is not null
                && (
                    (thrown is not null && !Inherits(thrown, caught) && !Inherits(caught, thrown))
                    || alreadyCaught.Exists(t => Inherits(caught, t))
                )
            )
                continue;

            // What a filter does before it declines is done.
            if (handler.Kind == ControlFlowRegionKind.FilterAndHandler)
            {
                states = states.SelectMany(s => Through(run, handler.NestedRegions[0], s)).ToList();
                continue;
            }

            foreach (var state in states)
                run.Holding(handler.FirstBlockOrdinal).Enter(handler.FirstBlockOrdinal, state);

            if (caught is null || CatchesAll(caught) || (thrown is not null && Inherits(thrown, caught)))
                return true;
            alreadyCaught.Add(caught);
        }

        return false;
    }

    private static bool Inherits(ITypeSymbol? type, ITypeSymbol? from)
    {
        for (; type is not null; type = type.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(type, from))
                return true;
        }

        return false;
    }

    private static bool CatchesAll(ITypeSymbol? exception) =>
        exception is null or { SpecialType: SpecialType.System_Object } or { Name: "Exception", ContainingNamespace.Name: "System" };

    /// <summary>Notes at a way out what became of every lock that the path asked for.</summary>
    private void Leave(Exit exit, PathState state)
    {
        foreach (var hold in state.HeldLocks)
            _facts.RecordHeldAtExit(
                hold,
                exit with
                {
                    IsRecordedInMember = IsRecordedInMember(hold, state),
                    IsHandedOff = IsHandedOff(hold, state, exit),
                }
            );

        foreach (var (hold, ending) in state.EndedLocks.Select(e => (e.Key, e.Value)))
        {
            if (
                ending.Kind == LockEndKind.Refused
                    ? LeavesOpen(hold, state, exit)
                    : !state.HeldLocks.Exists(h => ReferenceEquals(h.Site, hold.Site))
            )
                _facts.RecordEndAtExit(hold, ending.Kind, exit);
        }
    }

    /// <summary>True when a refused lock leaves its file open, which this body opened and has given to nobody.</summary>
    private static bool LeavesOpen(HeldLock refused, PathState state, Exit exit) =>
        refused.File is SymbolicExpression.OpenedFile file
        && !IsHandedOff(refused, state, exit)
        && !state.Closed.ContainsKey(file)
        && (exit.Kind != ExitKind.Exception || refused.Site.Syntax.Span == exit.Location.SourceSpan);

    /// <summary>True when somebody else has the file: whoever it was given to, or the object that a constructor returns.</summary>
    private static bool IsHandedOff(HeldLock hold, PathState state, Exit exit) =>
        hold.File is { } file && (state.HandedOff.Contains(file) || (exit.Kind == ExitKind.Return && IsRecordedInMember(hold, state)));

    /// <summary>True when a member tells that the lock is held: a flag that is set, or the locked file itself.</summary>
    private static bool IsRecordedInMember(HeldLock hold, PathState state) =>
        state.Facts.Any(fact =>
            fact.Key is SymbolicExpression.Member { Symbol: var member }
            && (
                (
                    fact.Value.IsConstant
                    && !fact.Value.IsZero
                    && member
                        is IFieldSymbol { Type.SpecialType: SpecialType.System_Boolean }
                            or IPropertySymbol { Type.SpecialType: SpecialType.System_Boolean }
                ) || (fact.Value.Expression is { } term && term.File.Equals(hold.File))
            )
        );

    private Exit Returning(BasicBlock block, SymbolicValue value)
    {
        var exit = new Exit(ExitKind.Return, LocationOf(block));
        if (block.ConditionKind != ControlFlowConditionKind.None || block.BranchValue is not { Type: { } type } returned)
            return exit;
        if (type is { SpecialType: SpecialType.System_Boolean } or { IsReferenceType: true })
            return exit with
            {
                Result =
                    value.IsZero ? ReportedResult.Failure
                    : value.SurelyNotZero ? ReportedResult.Success
                    : ReportedResult.Unknown,
            };
        if (type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T)
            return exit with
            {
                Result = (returned is IConversionOperation conversion ? conversion.Operand : returned).ConstantValue
                    is { HasValue: true, Value: null }
                    ? ReportedResult.Failure
                    : ReportedResult.Unknown,
            };

        if (
            type.TypeKind == TypeKind.Enum
            && returned is IFieldReferenceOperation { Field.Name: var said }
            && IdentifierWords.MentionsFailure(said)
        )
            return exit with { Result = ReportedResult.Failure };

        return exit with
        {
            Result = value.IsConstant && value.Bits.Value < 0 ? ReportedResult.Failure : ReportedResult.Unknown,
            ReturnCode = value.IsConstant ? value.Bits.Value : null,
        };
    }

    private Location LocationOf(BasicBlock block)
    {
        var operation = block.BranchValue ?? block.Operations.LastOrDefault();
        return operation?.Syntax.GetLocation() ?? _graph.OriginalOperation.Syntax.GetLastToken().GetLocation();
    }

    /// <summary>
    /// The blocks of one region under interpretation, with the states that enter them. A finally block is a run inside the run that
    /// passes through it.
    /// </summary>
    private sealed class RegionWorklist(ControlFlowRegion region, RegionWorklist? outer)
    {
        private readonly SortedSet<int> _pending = [];
        private readonly Dictionary<int, List<Entry>> _entries = [];
        private readonly Dictionary<(ControlFlowRegion, ExitKind, string), List<PathState>> _unwound = [];

        /// <summary>The states in which the region was left by its end.</summary>
        public List<PathState> ExitStates { get; } = [];

        /// <summary>This run, or the one around it that the block belongs to.</summary>
        public RegionWorklist Holding(int ordinal) =>
            outer is null || (region.FirstBlockOrdinal <= ordinal && ordinal <= region.LastBlockOrdinal) ? this : outer.Holding(ordinal);

        public void Enter(int ordinal, PathState state)
        {
            if (!_entries.TryGetValue(ordinal, out var entries))
                _entries.Add(ordinal, entries = []);

            var same = entries.Find(e =>
                entries.Count < CoarseningThreshold ? e.State.HasSameLockHistoryAs(state) : e.State.HoldsSameLocksAs(state)
            );
            if (same is null)
            {
                entries.Add(new Entry(state));
            }
            else
            {
                var joined = same.State.Join(state);
                if (ReferenceEquals(joined, same.State))
                    return;

                same.State = joined;
                same.IsPending = true;
            }

            _pending.Add(ordinal);
        }

        public (int Ordinal, PathState State)? Next()
        {
            while (_pending.Count > 0)
            {
                var ordinal = _pending.Min;
                var entry = _entries[ordinal].Find(e => e.IsPending);
                if (entry is null)
                {
                    _pending.Remove(ordinal);
                    continue;
                }

                entry.IsPending = false;
                return (ordinal, entry.State);
            }

            return null;
        }

        public bool HasEntered(int ordinal) => _entries.ContainsKey(ordinal);

        /// <summary>The tries of this run that catch something and were reached, with a state at their start.</summary>
        public List<(ControlFlowRegion Tried, PathState Entry)> TriesEntered()
        {
            var entered = new List<(ControlFlowRegion, PathState)>();
            Add(region);
            return entered;

            void Add(ControlFlowRegion outerRegion)
            {
                foreach (var nested in outerRegion.NestedRegions)
                {
                    if (nested.Kind == ControlFlowRegionKind.Finally)
                        continue;
                    if (
                        nested.Kind == ControlFlowRegionKind.Try
                        && outerRegion.Kind == ControlFlowRegionKind.TryAndCatch
                        && _entries.TryGetValue(nested.FirstBlockOrdinal, out var entries)
                    )
                        entered.Add((nested, entries[0].State));
                    Add(nested);
                }
            }
        }

        public int StatesAt(int ordinal) => _entries[ordinal].Count;

        /// <summary>False for a state that teaches nothing new about the exceptions that leave <paramref name="tried"/>.</summary>
        public bool IsNewAt(ControlFlowRegion tried, ExitKind kind, string thrown, PathState state)
        {
            var key = (tried, kind, thrown);
            if (!_unwound.TryGetValue(key, out var states))
                _unwound.Add(key, states = []);

            var same = states.FindIndex(s =>
                states.Count < CoarseningThreshold ? s.HasSameLockHistoryAs(state) : s.HoldsSameLocksAs(state)
            );
            if (same < 0)
            {
                states.Add(state);
                return true;
            }

            var joined = states[same].Join(state);
            if (ReferenceEquals(joined, states[same]))
                return false;

            states[same] = joined;
            return true;
        }

        private sealed class Entry(PathState state)
        {
            public PathState State { get; set; } = state;

            public bool IsPending { get; set; } = true;
        }
    }
}
