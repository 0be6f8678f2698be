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
/// Follows every path of one body to a fixpoint. Paths meet after every operation and at the start of every block. A finally block is
/// interpreted anew for each way into it, so that what is released there is released on exactly the paths that pass. The control-flow
/// graph has no edges for exceptions: a call that may throw is followed outwards through the regions that enclose it.
/// </summary>
internal sealed class BodyInterpreter
{
    /// <summary>A body with more basic blocks is beyond the bounds; no method that people write comes near.</summary>
    public const int MaxBlocks = 10_000;

    private readonly ControlFlowGraph _graph;
    private readonly FactsBuilder _facts;
    private readonly Evaluator _evaluator;
    private readonly WorkBudget _budget;
    private readonly BodyTraits _traits;

    /// <summary>The <c>ref</c> and <c>out</c> parameters.</summary>
    private readonly ImmutableArray<SymbolicExpression> _outParameters;

    private BodyInterpreter(
        ControlFlowGraph graph,
        ISymbol member,
        BodyTraits traits,
        WrapperSummaries wrappers,
        LockRecognizer recognizer,
        ConstantMembers constants,
        FactsBuilder facts,
        CancellationToken cancellation
    )
    {
        _outParameters = member is IMethodSymbol { Parameters: var parameters }
            ? parameters
                .Where(p => p.RefKind is RefKind.Ref or RefKind.Out)
                .Select(p => (SymbolicExpression)new SymbolicExpression.Variable(p))
                .ToImmutableArray()
            : ImmutableArray<SymbolicExpression>.Empty;
        _graph = graph;
        _facts = facts;
        _traits = traits;
        _budget = new WorkBudget(traits.Operations, cancellation);
        _evaluator = new Evaluator(recognizer, wrappers, constants, traits, facts, _budget);
    }

    /// <summary>The facts of a body; for one that is beyond a bound, which.</summary>
    /// <param name="graph">The body.</param>
    /// <param name="member">The member whose body it is.</param>
    /// <param name="entry">What is known as it starts: nothing, or the constants that a caller passes.</param>
    /// <param name="wrappers">What the methods it calls do on its behalf.</param>
    /// <param name="recognizer">What is a lock call.</param>
    /// <param name="constants">Members that never change.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static BodyFacts Interpret(
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
            return BodyFacts.Beyond(BodyBound.Blocks, member, graph.OriginalOperation.Syntax);

        var facts = new FactsBuilder(member, graph.OriginalOperation.Syntax);
        var traits = BodyTraits.Of(graph.OriginalOperation);
        try
        {
            var interpreter = new BodyInterpreter(graph, member, traits, wrappers, recognizer, constants, facts, cancellation);
            var worklist = new RegionWorklist(graph.Root, outer: null);
            worklist.Enter(0, entry);
            interpreter.RunToFixpoint(worklist);
            var found = facts.ToFacts();
            return found with
            {
                Calls = OwnerLifetimes.Examine(found.Calls, graph, traits, member),
                CallsThroughWrappers = OwnerLifetimes.Examine(found.CallsThroughWrappers, graph, traits, member),
                Pending = traits.Pending,
                Steps = interpreter._budget.Steps,
            };
        }
        catch (BodyBoundException beyond)
        {
            return BodyFacts.Beyond(beyond.Bound, member, graph.OriginalOperation.Syntax);
        }
        catch (InsufficientExecutionStackException)
        {
            return BodyFacts.Beyond(BodyBound.Nesting, member, graph.OriginalOperation.Syntax);
        }
    }

    /// <summary>Interprets blocks until no state changes.</summary>
    private void RunToFixpoint(RegionWorklist worklist)
    {
        while ((worklist.Next() ?? NextUnreachedHandler(worklist)) is var (ordinal, state))
        {
            _budget.Charge();
            Interpret(worklist, _graph.Blocks[ordinal], state);
        }
    }

    /// <summary>
    /// A catch block that no exception of the model reaches is interpreted once all the same, in the state at the start of its try and with
    /// no lock held.
    /// </summary>
    private static (int Ordinal, PathState State)? NextUnreachedHandler(RegionWorklist worklist)
    {
        foreach (var (tried, entry) in worklist.TriesEntered())
        {
            foreach (var handler in tried.EnclosingRegion!.NestedRegions.RemoveAt(0))
            {
                if (!worklist.HasEntered(handler.FirstBlockOrdinal))
                    worklist.Enter(handler.FirstBlockOrdinal, entry.WithoutLocks());
            }
        }

        return worklist.Next();
    }

    private void Interpret(RegionWorklist worklist, BasicBlock block, PathState entry)
    {
        IReadOnlyList<PathState> states = [entry];
        foreach (var operation in block.Operations)
        {
            var after = new StateSet(keepsResults: true);
            foreach (var state in states)
            {
                foreach (var (result, _) in Evaluate(worklist, block, operation, state))
                    after.Add(result);
            }

            states = after.States;
        }

        foreach (var state in states)
        {
            foreach (var (after, value) in Evaluate(worklist, block, block.BranchValue, state))
                Branch(worklist, block, after, value);
        }
    }

    private List<(PathState State, SymbolicValue Value)> Evaluate(
        RegionWorklist worklist,
        BasicBlock block,
        IOperation? operation,
        PathState state
    )
    {
        if (operation is null)
            return [(state, SymbolicValue.Unknown)];

        var evaluation = _evaluator.Evaluate(operation, state);
        foreach (var thrown in evaluation.Throws)
        {
            var exit = new Exit(thrown.IsExplicit ? ExitKind.Throw : ExitKind.Exception, thrown.Site.Syntax.GetLocation())
            {
                FaultingFile = thrown.Through,
            };
            Unwind(worklist, block.EnclosingRegion, thrown.State, exit, thrown.Type, isThrown: false);
        }

        return evaluation.Results;
    }

    private void Branch(RegionWorklist worklist, BasicBlock block, PathState state, SymbolicValue value)
    {
        if (block.ConditionalSuccessor is { } conditional)
        {
            // The same condition may have been tested before: then one of the two branches is not taken on this path.
            value = state.Refine(value);
            var whenTrue = block.ConditionKind == ControlFlowConditionKind.WhenTrue;
            if (CanBe(value, whenTrue))
                Follow(worklist, block, conditional, Assuming(state, value, whenTrue), value);
            if (CanBe(value, !whenTrue) && block.FallThroughSuccessor is { } otherwise)
                Follow(worklist, block, otherwise, Assuming(state, value, !whenTrue), value);
        }
        else if (block.FallThroughSuccessor is { } next)
        {
            Follow(worklist, block, next, state, value);
        }
    }

    private static bool CanBe(SymbolicValue value, bool truth) => truth ? !value.IsZero : !value.SurelyNotZero;

    private static PathState Assuming(PathState state, SymbolicValue value, bool truth) =>
        value.Expression is { } expression ? state.Assume(expression, truth) : state;

    private void Follow(RegionWorklist worklist, BasicBlock block, ControlFlowBranch branch, PathState state, SymbolicValue value)
    {
        switch (branch.Semantics)
        {
            case ControlFlowBranchSemantics.Throw or ControlFlowBranchSemantics.Rethrow:
                // A throw in a handler passes on the exception of the call in the try: the exit is that call's.
                var kind = HandlerAround(block.EnclosingRegion) is null ? ExitKind.Throw : ExitKind.Exception;
                Unwind(
                    worklist,
                    block.EnclosingRegion,
                    state,
                    new Exit(kind, LocationOf(block)),
                    TypeThrownBy(block, branch),
                    isThrown: true
                );
                break;
            case ControlFlowBranchSemantics.StructuredExceptionHandling:
                worklist.ExitStates.Add(state);
                break;
            case ControlFlowBranchSemantics.Regular or ControlFlowBranchSemantics.Return when branch.Destination is { } destination:
                var isReturn = branch.Semantics == ControlFlowBranchSemantics.Return;
                if (isReturn && value.Expression is { } returned)
                    state = _facts.HandOff(state, returned);

                foreach (var after in Through(worklist, branch.FinallyRegions, state))
                {
                    if (destination.Kind == BasicBlockKind.Exit)
                        Return(block, after, value, isReturn);
                    else
                        worklist.Holding(destination.Ordinal).Enter(destination.Ordinal, after);
                }

                break;
        }
    }

    private void Return(BasicBlock block, PathState state, SymbolicValue value, bool isReturn)
    {
        foreach (var parameter in _outParameters)
        {
            if (state.Variables.TryGetValue(parameter, out var given) && given.Expression is { } file)
                state = _facts.HandOff(state, file);
        }

        Leave(Returning(block, value), state);

        // What the caller can learn of a parameter is what it was given.
        foreach (var parameter in _traits.Overwritten)
            state = state.Without(new SymbolicExpression.Variable(parameter));
        _facts.RecordReturn(state, isReturn ? value : SymbolicValue.Unknown);
    }

    private IEnumerable<PathState> Through(RegionWorklist worklist, ImmutableArray<ControlFlowRegion> finallyRegions, PathState state)
    {
        IReadOnlyList<PathState> states = [state];
        foreach (var region in finallyRegions)
            states = Through(worklist, region, states);
        return states;
    }

    /// <summary>The states in which a finally, or a filter that declines, is left.</summary>
    private IReadOnlyList<PathState> Through(RegionWorklist worklist, ControlFlowRegion region, IReadOnlyList<PathState> states)
    {
        var left = new StateSet();
        foreach (var state in states)
        {
            var inner = new RegionWorklist(region, worklist);
            inner.Enter(region.FirstBlockOrdinal, state);
            RunToFixpoint(inner);
            inner.ExitStates.ForEach(exit => left.Add(exit));
        }

        return left.States;
    }

    /// <summary>
    /// Carries a path that an exception leaves outwards: through every finally, into every handler that may catch it. A call in a handler
    /// or a finally that may throw in its turn is not followed.
    /// </summary>
    private void Unwind(RegionWorklist worklist, ControlFlowRegion? region, PathState state, Exit exit, ITypeSymbol? type, bool isThrown)
    {
        IReadOnlyList<PathState> states = [state.AfterThrow()];
        var flow = new ExceptionFlow(exit.Kind, type);

        // Stop at the root region of a lambda: its exceptions reach the caller of the lambda, not the try around the lambda expression.
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

            states = states.Where(s => worklist.IsNewAt(region, flow, s)).ToList();
            var handlers = region.EnclosingRegion!.NestedRegions.RemoveAt(0);
            if (region.EnclosingRegion.Kind == ControlFlowRegionKind.TryAndFinally)
                states = Through(worklist, handlers[0], states);
            else
                (states, flow) = EnterHandlers(worklist, handlers, states, flow);

            if (states.Count == 0)
                return;
        }

        foreach (var escaped in states)
            Leave(exit, escaped);
    }

    /// <summary>Enters the handlers that may catch the exception; returns the states in which it passes them all.</summary>
    private (IReadOnlyList<PathState> States, ExceptionFlow Flow) EnterHandlers(
        RegionWorklist worklist,
        ImmutableArray<ControlFlowRegion> handlers,
        IReadOnlyList<PathState> states,
        ExceptionFlow flow
    )
    {
        foreach (var handler in handlers.Where(flow.MayEnter))
        {
            if (handler.Kind == ControlFlowRegionKind.FilterAndHandler)
            {
                // A filter that declines has run all the same. One that accepts enters its handler by a branch of the graph.
                states = Through(worklist, handler.NestedRegions[0], states);
                if (flow.IsOneOf(ExceptionFilter.TypesLetInBy(_graph, handler.NestedRegions[0])))
                    return ([], flow);
                continue;
            }

            foreach (var state in states)
                worklist.Holding(handler.FirstBlockOrdinal).Enter(handler.FirstBlockOrdinal, state);
            if (flow.IsSurelyCaughtBy(handler))
                return ([], flow);

            flow = flow.Past(handler);
        }

        return (states, flow);
    }

    private static ControlFlowRegion? HandlerAround(ControlFlowRegion? region)
    {
        while (region is not null && region.Kind != ControlFlowRegionKind.Catch)
            region = region.EnclosingRegion;

        return region;
    }

    /// <summary>
    /// The type that a throw statement throws. For a rethrow, that of the handler around it: the value at the end of the block is then the
    /// condition of the rethrow.
    /// </summary>
    private static ITypeSymbol? TypeThrownBy(BasicBlock block, ControlFlowBranch branch) =>
        branch.Semantics == ControlFlowBranchSemantics.Rethrow
            ? HandlerAround(block.EnclosingRegion)?.ExceptionType
            : (block.BranchValue is IConversionOperation conversion ? conversion.Operand : block.BranchValue)?.Type;

    /// <summary>Records at an exit what became of every lock that the path asked for.</summary>
    private void Leave(Exit exit, PathState state)
    {
        foreach (var held in state.HeldLocks)
        {
            if (exit.Kind == ExitKind.Return && state.Lost.TryGetValue(held, out var closing))
                _facts.RecordLoss(held, closing);
            _facts.RecordHeldAtExit(
                held,
                exit with
                {
                    IsRecordedInMember = IsRecordedInMember(held, state),
                    IsHandedOff = IsHandedOff(held, state, exit),
                }
            );
        }

        foreach (var ended in state.EndedLocks)
        {
            if (ended.Kind == LockEndKind.Refused && ThrowsRefusal(ended.Lock, exit))
                _facts.RecordThrowWhenRefused(ended.Lock);
            if (ended.Kind == LockEndKind.Refused ? LeaksFile(ended.Lock, state, exit) : !IsTakenAgain(ended.Lock, state))
                _facts.RecordEndAtExit(ended.Lock, ended.Kind, exit);
            if (ended.Kind == LockEndKind.Refused && KeepsFile(ended.Lock, state, exit))
                _facts.RecordFileKeptAtExit(ended.Lock, exit);
            if (ended.Kind == LockEndKind.Closed && !IsTakenAgain(ended.Lock, state))
                _facts.RecordClosedAtExit(ended.Lock, ended.Site, exit);
        }
    }

    private static bool IsTakenAgain(HeldLock ended, PathState state) =>
        state.HeldLocks.Exists(held => ReferenceEquals(held.Site, ended.Site));

    /// <summary>True when the body is left by a throw, or by the exception with which the lock was refused.</summary>
    private static bool ThrowsRefusal(HeldLock refused, Exit exit) =>
        exit.Kind == ExitKind.Throw
        || (exit.Kind == ExitKind.Exception && refused.MayThrowWhenRefused && refused.Site.Syntax.Span == exit.Location.SourceSpan);

    /// <summary>True when a refused lock leaves its file open, which this body opened and has given to nobody.</summary>
    private static bool LeaksFile(HeldLock refused, PathState state, Exit exit) =>
        refused.File is SymbolicExpression.OpenedFile file
        && !IsHandedOff(refused, state, exit)
        && !state.Closed.ContainsKey(file)
        && (exit.Kind == ExitKind.Return || ThrowsRefusal(refused, exit));

    /// <summary>True when a body that reports failure leaves the file of a refused lock open in a member.</summary>
    private static bool KeepsFile(HeldLock refused, PathState state, Exit exit) =>
        exit is { Kind: ExitKind.Return, Result: ReportedResult.Failure } or { Kind: ExitKind.Throw }
        && refused.File is SymbolicExpression.OpenedFile file
        && !state.Closed.ContainsKey(file)
        && state.Facts.Any(fact =>
            fact.Key is SymbolicExpression.Member { Instance: null or SymbolicExpression.This } && file.Equals(fact.Value.Expression)
        );

    /// <summary>True when somebody else has the file: whoever it was given to, or the object that a constructor returns.</summary>
    private static bool IsHandedOff(HeldLock held, PathState state, Exit exit) =>
        held.File is { } file && (state.HandedOff.Contains(file) || (exit.Kind == ExitKind.Return && IsRecordedInMember(held, state)));

    /// <summary>True when a member tells that the lock is held: a flag that is set, or the locked file itself.</summary>
    private static bool IsRecordedInMember(HeldLock held, PathState state) =>
        state.Facts.Any(fact =>
            fact.Key is SymbolicExpression.Member { Symbol: var member }
            && (IsSetFlag(member, fact.Value) || (fact.Value.Expression is { } expression && expression.File.Equals(held.File)))
        );

    private static bool IsSetFlag(ISymbol member, SymbolicValue value) =>
        value is { IsConstant: true, IsZero: false }
        && member
            is IFieldSymbol { Type.SpecialType: SpecialType.System_Boolean }
                or IPropertySymbol { Type.SpecialType: SpecialType.System_Boolean };

    private Exit Returning(BasicBlock block, SymbolicValue value)
    {
        var exit = new Exit(ExitKind.Return, LocationOf(block));
        return block.ConditionKind == ControlFlowConditionKind.None && block.BranchValue is { Type: { } type } returned
            ? exit with
            {
                Result = ResultTold(returned, type, value),
                ReturnCode = value.IsConstant && TellsByNumber(returned, type) ? value.Bits.Value : null,
            }
            : exit;
    }

    private static bool TellsByNumber(IOperation returned, ITypeSymbol type) =>
        type is { SpecialType: not SpecialType.System_Boolean, IsReferenceType: false }
        && type.OriginalDefinition.SpecialType != SpecialType.System_Nullable_T
        && !NamesFailure(returned, type);

    /// <summary>
    /// What a returned value tells the caller: false, null, a negative number, and an enum member with such a name, mean failure.
    /// </summary>
    private static ReportedResult ResultTold(IOperation returned, ITypeSymbol type, SymbolicValue value)
    {
        if (type is { SpecialType: SpecialType.System_Boolean } or { IsReferenceType: true })
            return value.IsZero ? ReportedResult.Failure
                : value.SurelyNotZero ? ReportedResult.Success
                : ReportedResult.Unknown;
        if (type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T)
            return IsNull(returned) ? ReportedResult.Failure : ReportedResult.Unknown;

        return NamesFailure(returned, type) || (value.IsConstant && value.Bits.Value < 0) ? ReportedResult.Failure : ReportedResult.Unknown;
    }

    private static bool IsNull(IOperation returned) =>
        (returned is IConversionOperation conversion ? conversion.Operand : returned).ConstantValue is { HasValue: true, Value: null };

    private static bool NamesFailure(IOperation returned, ITypeSymbol type) =>
        type.TypeKind == TypeKind.Enum
        && returned is IFieldReferenceOperation { Field.Name: var name }
        && IdentifierWords.MentionsFailure(name);

    private Location LocationOf(BasicBlock block)
    {
        var operation = block.BranchValue ?? block.Operations.LastOrDefault();
        return operation?.Syntax.GetLocation() ?? _graph.OriginalOperation.Syntax.GetLastToken().GetLocation();
    }
}
