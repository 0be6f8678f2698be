using System.Collections.Concurrent;
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
/// What the methods of a compilation do for their callers: which locks they hold when they return, and which they give back. A wrapper is
/// interpreted once as it stands, and once more for each set of constants that callers pass it, so that <c>Lock(handle, exclusive: false)</c>
/// means what it says at that call.
/// </summary>
internal sealed class WrapperSummaries
{
    /// <summary>How many wrappers deep a lock is followed.</summary>
    public const int MaxCallDepth = 4;

    private readonly LockCompilation _program;
    private readonly LockCallNames _vocabulary;
    private readonly ConcurrentDictionary<(IMethodSymbol Method, string Constants), ImmutableArray<BodyOutcome>> _effects;
    private readonly ImmutableList<IMethodSymbol> _open;

    public WrapperSummaries(LockCompilation program, LockCallNames vocabulary)
        : this(program, vocabulary, new(new ByMethodAndConstants()), ImmutableList<IMethodSymbol>.Empty) { }

    private WrapperSummaries(
        LockCompilation program,
        LockCallNames vocabulary,
        ConcurrentDictionary<(IMethodSymbol, string), ImmutableArray<BodyOutcome>> effects,
        ImmutableList<IMethodSymbol> open
    ) => (_program, _vocabulary, _effects, _open) = (program, vocabulary, effects, open);

    /// <summary>
    /// The ways in which a call of a method can turn out for its caller; none for a method that leaves its caller's locks as they were.
    /// </summary>
    public ImmutableArray<BodyOutcome> SummaryOf(
        IInvocationOperation call,
        ImmutableArray<SymbolicValue> arguments,
        CancellationToken cancellation
    ) => SummaryOf(call.TargetMethod.OriginalDefinition, ConstantsOf(call, arguments), cancellation);

    /// <summary>
    /// The ways in which a call returns when it is given these constants, none where it never does; null for a method that cannot be seen.
    /// This is what tells a check that throws when it is told of a failure.
    /// </summary>
    public ImmutableArray<BodyOutcome>? ReturnsOf(
        IInvocationOperation call,
        ImmutableArray<SymbolicValue> arguments,
        CancellationToken cancellation
    )
    {
        var method = call.TargetMethod.OriginalDefinition;
        return
            _open.Count < MaxCallDepth
            && !_open.Contains(method, SymbolEqualityComparer.Default)
            && !method.IsAbstract
            && !method.IsVirtual
            && !method.IsAsync
            ? Interpret(method, ConstantsOf(call, arguments), cancellation)?.Outcomes
            : null;
    }

    /// <summary>True for a method that can return with a lock that its caller must give back.</summary>
    public bool TakesForCaller(IMethodSymbol method, CancellationToken cancellation) =>
        Interpret(method, ImmutableArray<(IParameterSymbol, SymbolicValue)>.Empty, cancellation) is { } facts
        && (facts.Outcomes.Any(o => !o.State.HeldLocks.IsEmpty) || facts.Calls.Any(c => c.Request.Effect == LockEffect.Unknown));

    /// <summary>True for a method that can return having given back a lock that its caller took.</summary>
    public bool GivesForCaller(IMethodSymbol method, CancellationToken cancellation) =>
        Interpret(method, ImmutableArray<(IParameterSymbol, SymbolicValue)>.Empty, cancellation) is { } facts
        && facts.Outcomes.Any(o => !o.State.CallerReleases.IsEmpty);

    private ImmutableArray<BodyOutcome> SummaryOf(
        IMethodSymbol method,
        ImmutableArray<(IParameterSymbol Parameter, SymbolicValue Value)> constants,
        CancellationToken cancellation
    )
    {
        if (_open.Count >= MaxCallDepth || _open.Contains(method, SymbolEqualityComparer.Default) || !CallsLocks(method, cancellation))
            return ImmutableArray<BodyOutcome>.Empty;

        var key = (method, string.Join(",", constants.Select(c => $"{c.Parameter.Ordinal}={c.Value.Bits.Value}")));
        if (_effects.TryGetValue(key, out var known))
            return known;

        var effect = EffectFor(Interpret(method, constants, cancellation));

        // What was found at the limit of depth may not be the whole truth.
        return _open.IsEmpty ? _effects.GetOrAdd(key, effect) : effect;
    }

    private BodyFacts? Interpret(
        IMethodSymbol method,
        ImmutableArray<(IParameterSymbol Parameter, SymbolicValue Value)> constants,
        CancellationToken cancellation
    )
    {
        var entry = PathState.Empty.Copy();
        foreach (var (parameter, value) in constants)
            entry.Write(new SymbolicExpression.Variable(parameter), value);

        return _program.Interpret(method, entry, new WrapperSummaries(_program, _vocabulary, _effects, _open.Add(method)), cancellation);
    }

    /// <summary>False for a body that only calls methods named like lock functions, which need not be followed.</summary>
    public bool MayConcern(ControlFlowGraph? graph, CancellationToken cancellation) =>
        graph is not null
        && graph
            .OriginalOperation.Descendants()
            .OfType<IInvocationOperation>()
            .Any(call =>
                _program.Recognizer.FunctionOf(call.TargetMethod) is not null
                || CallsLocks(call.TargetMethod.OriginalDefinition, cancellation)
            );

    private bool CallsLocks(IMethodSymbol method, CancellationToken cancellation) =>
        ControlFlowGraphs.BodyOf(method, cancellation) is { } body && _vocabulary.AppearsIn(body);

    /// <summary>
    /// Keeps what matters to a caller. A method that gives a lock back on some paths is taken to give it back, and to take none: whether it
    /// does often hangs on a field. One that may or may not take a lock, and does not say which, is taken to take none: doubt is no reason
    /// to report.
    /// </summary>
    private static ImmutableArray<BodyOutcome> EffectFor(BodyFacts? facts)
    {
        if (facts is null)
            return ImmutableArray<BodyOutcome>.Empty;

        var releasing = facts.Outcomes.RemoveAll(o => o.State.CallerReleases.IsEmpty);
        if (!releasing.IsEmpty)
            return releasing.Select(o => o with { State = o.State.WithoutHeldLocks() }).ToImmutableArray();

        var taking = facts.Outcomes.RemoveAll(o => o.State.HeldLocks.IsEmpty);
        var refused = facts.Outcomes.RemoveAll(o => !o.State.HeldLocks.IsEmpty);
        return taking.All(t => refused.All(r => AreToldApart(t.Value, r.Value))) && !taking.IsEmpty
            ? facts.Outcomes
            : ImmutableArray<BodyOutcome>.Empty;
    }

    private static bool AreToldApart(SymbolicValue taken, SymbolicValue refused) =>
        taken.Bits.Contradicts(refused.Bits) || (taken.SurelyNotZero && refused.IsZero);

    private static ImmutableArray<(IParameterSymbol Parameter, SymbolicValue Value)> ConstantsOf(
        IInvocationOperation call,
        ImmutableArray<SymbolicValue> arguments
    )
    {
        var constants = ImmutableArray.CreateBuilder<(IParameterSymbol, SymbolicValue)>();
        for (var i = 0; i < arguments.Length; i++)
        {
            if (arguments[i].IsConstant && call.Arguments[i].Parameter is { RefKind: RefKind.None } parameter)
                constants.Add((parameter.OriginalDefinition, arguments[i]));
        }

        return constants.ToImmutable();
    }

    private sealed class ByMethodAndConstants : IEqualityComparer<(IMethodSymbol Method, string Constants)>
    {
        public bool Equals((IMethodSymbol Method, string Constants) x, (IMethodSymbol Method, string Constants) y) =>
            x.Constants == y.Constants && SymbolEqualityComparer.Default.Equals(x.Method, y.Method);

        public int GetHashCode((IMethodSymbol Method, string Constants) key) =>
            SymbolEqualityComparer.Default.GetHashCode(key.Method) ^ key.Constants.GetHashCode();
    }
}
