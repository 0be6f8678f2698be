using System.Collections.Immutable;
using LockAnalyzers.Interpretation.Semantics;
using LockAnalyzers.Model.Facts;
using LockAnalyzers.Model.Locks;
using LockAnalyzers.Model.Paths;
using LockAnalyzers.Model.Symbolic;
using LockAnalyzers.Recognition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LockAnalyzers.Interpretation;

/// <summary>
/// What methods do for their callers: which locks they hold when they return, and which they release. A method has one general summary,
/// and one more for each set of constants that callers pass, so that <c>Lock(handle, exclusive: false)</c> means what it says at that call.
/// Methods that call each other in a circle have their general summary only. Used by one thread at a time.
/// </summary>
internal sealed class WrapperSummaries(ControlFlowGraphs graphs, LockRecognizer recognizer, ConstantMembers constants)
{
    /// <summary>How deep calls are followed for the constants that they pass.</summary>
    private const int MaxConstantDepth = 8;

    private readonly Dictionary<IMethodSymbol, ImmutableArray<BodyOutcome>> _general = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<(IMethodSymbol Method, string Constants), BodyFacts> _withConstants = new(new ByMethodAndConstants());
    private readonly HashSet<IMethodSymbol> _circular = new(SymbolEqualityComparer.Default);
    private readonly Stack<IMethodSymbol> _followed = [];

    /// <summary>
    /// A method that is followed already, or too deep, was not followed: what depends on that holds for this chain of calls alone.
    /// </summary>
    private bool _wasCut;

    /// <summary>The methods that can return with a lock that their caller must release.</summary>
    public IEnumerable<IMethodSymbol> Takers => _takers;

    private readonly HashSet<IMethodSymbol> _takers = new(SymbolEqualityComparer.Default);

    /// <summary>The methods of which only a caller's constants tell whether they take a lock or release one.</summary>
    private readonly HashSet<IMethodSymbol> _open = new(SymbolEqualityComparer.Default);

    /// <summary>True for a method of which only its callers' constants tell whether it takes a lock or releases one.</summary>
    public bool IsOpen(IMethodSymbol method) => _open.Contains(method.OriginalDefinition);

    /// <summary>The method calls itself, through others or not.</summary>
    public void MarkCircular(IMethodSymbol method) => _circular.Add(method);

    /// <summary>Interprets one graph with what is known of its callees so far.</summary>
    public BodyFacts Interpret(ControlFlowGraph graph, ISymbol member, CancellationToken cancellation) =>
        BodyInterpreter.Interpret(graph, member, PathState.Empty, this, recognizer, constants, cancellation);

    /// <summary>Keeps the general summary of a method; true when it says something else than before.</summary>
    public bool Update(IMethodSymbol method, BodyFacts facts)
    {
        if (recognizer.IsExcluded(method))
            return false;

        if (facts.PassesOperationOn || facts.Calls.Any(c => c.Request.Effect == LockEffect.Unknown))
            _open.Add(method);
        if (facts.Outcomes.Any(o => !o.State.HeldLocks.IsEmpty) || _open.Contains(method))
            _takers.Add(method);

        var summary = SummaryFor(facts);
        var isKnown = _general.TryGetValue(method, out var before);
        _general[method] = summary;
        if (isKnown ? AreSame(before, summary) : summary.IsEmpty)
            return false;

        _withConstants.Clear();
        return true;
    }

    /// <summary>A summary that does not settle says nothing.</summary>
    public void GiveUp(IMethodSymbol method)
    {
        _general[method] = ImmutableArray<BodyOutcome>.Empty;
        _withConstants.Clear();
    }

    /// <summary>
    /// The ways in which a call can turn out for its caller; none for a method that leaves its caller's locks as they were.
    /// </summary>
    public ImmutableArray<BodyOutcome> SummaryOf(
        IInvocationOperation call,
        ImmutableArray<SymbolicValue> arguments,
        CancellationToken cancellation
    )
    {
        var method = call.TargetMethod.OriginalDefinition;
        if (!_general.TryGetValue(method, out var general))
            return ImmutableArray<BodyOutcome>.Empty;

        var passed = ConstantsOf(call, arguments);
        return passed.IsEmpty || _circular.Contains(method) || Follow(method, passed, cancellation) is not { } facts
            ? general
            : SummaryFor(facts);
    }

    /// <summary>
    /// The ways in which a call returns when it is given these constants, none where it never does; null for a method that cannot be
    /// followed. This shows a method that throws when it is told of a failure.
    /// </summary>
    public ImmutableArray<BodyOutcome>? ReturnsOf(
        IInvocationOperation call,
        ImmutableArray<SymbolicValue> arguments,
        CancellationToken cancellation
    ) =>
        call.TargetMethod.OriginalDefinition is { IsAbstract: false, IsVirtual: false, IsAsync: false } method
        && Follow(method, ConstantsOf(call, arguments), cancellation) is { ExceededBound: null } facts
            ? facts.Outcomes
            : null;

    /// <summary>The facts of a method that is given constants; null where it has no body, or calls lead back to it.</summary>
    private BodyFacts? Follow(
        IMethodSymbol method,
        ImmutableArray<(IParameterSymbol, SymbolicValue)> passed,
        CancellationToken cancellation
    )
    {
        var key = (method, string.Join(",", passed.Select(c => $"{c.Item1.Ordinal}={c.Item2.Bits.Value}")));
        if (_withConstants.TryGetValue(key, out var known))
            return known;
        if (_followed.Count == MaxConstantDepth || _followed.Contains(method, SymbolEqualityComparer.Default))
        {
            _wasCut = true;
            return null;
        }

        if (graphs.Of(method, cancellation) is not { } graph)
            return null;

        var entry = passed.Aggregate(
            PathState.Empty,
            (state, constant) => state.Write(new SymbolicExpression.Variable(constant.Item1), constant.Item2)
        );
        var wasCutBefore = _wasCut;
        _wasCut = false;
        _followed.Push(method);
        try
        {
            var facts = BodyInterpreter.Interpret(graph, method, entry, this, recognizer, constants, cancellation);

            // The outermost call is always followed from the start, so that its facts are the same whoever asks.
            if (!_wasCut || _followed.Count == 1)
                _withConstants[key] = facts;
            return facts;
        }
        finally
        {
            _followed.Pop();
            _wasCut |= wasCutBefore;
            if (_followed.Count == 0)
                _wasCut = false;
        }
    }

    /// <summary>
    /// Keeps what matters to a caller. A method that releases on some paths is taken to release, and to take nothing: whether it does often
    /// depends on a field. One that may or may not take a lock without saying which is taken to take none.
    /// </summary>
    private static ImmutableArray<BodyOutcome> SummaryFor(BodyFacts facts) =>
        facts.AllCalls.Any(c => c.ThrowsWhenRefused)
            ? OutcomesFor(facts).Select(o => o with { MayThrowWhenRefused = true }).ToImmutableArray()
            : OutcomesFor(facts);

    private static ImmutableArray<BodyOutcome> OutcomesFor(BodyFacts facts)
    {
        var releasing = facts.Outcomes.RemoveAll(o => o.State.CallerReleases.IsEmpty);
        if (!releasing.IsEmpty)
            return releasing.Select(o => o with { State = o.State.WithoutHeldLocks() }).ToImmutableArray();

        var taking = facts.Outcomes.RemoveAll(o => o.State.HeldLocks.IsEmpty);
        var refused = facts.Outcomes.RemoveAll(o => !o.State.HeldLocks.IsEmpty);
        return taking.All(t => refused.All(r => AreToldApart(t, r))) && !taking.IsEmpty
            ? facts.Outcomes
            : ImmutableArray<BodyOutcome>.Empty;
    }

    /// <summary>True where the value that is returned, or one that is given back by reference, tells the two apart.</summary>
    private static bool AreToldApart(BodyOutcome taken, BodyOutcome refused) =>
        AreToldApart(taken.Value, refused.Value)
        || taken.State.Variables.Any(given =>
            given.Key is SymbolicExpression.Variable { Symbol: IParameterSymbol { RefKind: RefKind.Ref or RefKind.Out } }
            && refused.State.Variables.TryGetValue(given.Key, out var other)
            && AreToldApart(given.Value, other)
        );

    private static bool AreToldApart(SymbolicValue taken, SymbolicValue refused) =>
        taken.Bits.Contradicts(refused.Bits) || (taken.SurelyNotZero && refused.IsZero) || (taken.IsZero && refused.SurelyNotZero);

    private static bool AreSame(ImmutableArray<BodyOutcome> before, ImmutableArray<BodyOutcome> now) =>
        before.Length == now.Length
        && before
            .Zip(
                now,
                (b, n) =>
                    b.State.HasSameLockHistoryAs(n.State)
                    && b.Value.Equals(n.Value)
                    && b.MayThrowWhenRefused == n.MayThrowWhenRefused
                    && ReturnTheSame(b, n)
            )
            .All(same => same);

    private static bool ReturnTheSame(BodyOutcome before, BodyOutcome now) =>
        before.State.Variables.Count == now.State.Variables.Count
        && before.State.Variables.All(v => now.State.Variables.TryGetValue(v.Key, out var value) && value.Equals(v.Value));

    private static ImmutableArray<(IParameterSymbol Parameter, SymbolicValue Value)> ConstantsOf(
        IInvocationOperation call,
        ImmutableArray<SymbolicValue> arguments
    )
    {
        var passed = ImmutableArray.CreateBuilder<(IParameterSymbol, SymbolicValue)>();
        for (var i = 0; i < arguments.Length; i++)
        {
            if (arguments[i].IsConstant && call.Arguments[i].Parameter is { RefKind: RefKind.None } parameter)
                passed.Add((parameter.OriginalDefinition, arguments[i]));
        }

        return passed.ToImmutable();
    }

    private sealed class ByMethodAndConstants : IEqualityComparer<(IMethodSymbol Method, string Constants)>
    {
        public bool Equals((IMethodSymbol Method, string Constants) x, (IMethodSymbol Method, string Constants) y) =>
            x.Constants == y.Constants && SymbolEqualityComparer.Default.Equals(x.Method, y.Method);

        public int GetHashCode((IMethodSymbol Method, string Constants) key) =>
            SymbolEqualityComparer.Default.GetHashCode(key.Method) ^ key.Constants.GetHashCode();
    }
}
