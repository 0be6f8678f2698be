using System.Collections.Immutable;
using LockAnalyzers.Model.Locks;
using LockAnalyzers.Model.Symbolic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LockAnalyzers.Model.Paths;

/// <summary>
/// What is known at one point of the paths that hold the same locks: the values of variables, and facts about members and conditions
/// that were learned on the way. Paths that hold different locks, or got rid of them in different ways, are kept apart, so that a flag
/// set together with a lock stays tied to it.
/// </summary>
internal sealed class PathState(
    ImmutableDictionary<SymbolicExpression, SymbolicValue> variables,
    ImmutableDictionary<SymbolicExpression, SymbolicValue> facts,
    ImmutableList<HeldLock> holds,
    ImmutableList<CallerRelease> releases
)
{
    public static readonly PathState Empty = new(
        ImmutableDictionary<SymbolicExpression, SymbolicValue>.Empty,
        ImmutableDictionary<SymbolicExpression, SymbolicValue>.Empty,
        ImmutableList<HeldLock>.Empty,
        ImmutableList<CallerRelease>.Empty
    );

    public ImmutableDictionary<SymbolicExpression, SymbolicValue> Variables { get; private set; } = variables;

    public ImmutableDictionary<SymbolicExpression, SymbolicValue> Facts { get; private set; } = facts;

    public ImmutableList<HeldLock> HeldLocks { get; private set; } = holds;

    /// <summary>What was released without having been taken here, in order.</summary>
    public ImmutableList<CallerRelease> CallerReleases { get; private set; } = releases;

    /// <summary>The locks that the path asked for and does not hold, with what became of them.</summary>
    public ImmutableDictionary<HeldLock, LockEnd> EndedLocks { get; private set; } = ImmutableDictionary<HeldLock, LockEnd>.Empty;

    /// <summary>Writers and streams that still keep something written under a lock to themselves.</summary>
    public ImmutableHashSet<SymbolicExpression> Unflushed { get; private set; } = ImmutableHashSet<SymbolicExpression>.Empty;

    /// <summary>Files that were closed on every one of these paths, and where.</summary>
    public ImmutableDictionary<SymbolicExpression, IOperation> Closed { get; private set; } =
        ImmutableDictionary<SymbolicExpression, IOperation>.Empty;

    /// <summary>Files that somebody else may own by now, on one of these paths.</summary>
    public ImmutableHashSet<SymbolicExpression> HandedOff { get; private set; } = ImmutableHashSet<SymbolicExpression>.Empty;

    public PathState Copy() => With(Variables, Facts);

    /// <summary>The same path without the locks it holds.</summary>
    public PathState WithoutHeldLocks() => new(Variables, Facts, ImmutableList<HeldLock>.Empty, CallerReleases);

    private PathState With(
        ImmutableDictionary<SymbolicExpression, SymbolicValue> newVariables,
        ImmutableDictionary<SymbolicExpression, SymbolicValue> newFacts
    ) =>
        new(newVariables, newFacts, HeldLocks, CallerReleases)
        {
            EndedLocks = EndedLocks,
            Unflushed = Unflushed,
            Closed = Closed,
            HandedOff = HandedOff,
        };

    /// <summary>The value at a place, with whatever was learned about it since it was put there.</summary>
    public SymbolicValue Read(SymbolicExpression place)
    {
        var value = (IsVariable(place) ? Variables : Facts).TryGetValue(place, out var known) ? known : SymbolicValue.Unknown;
        return Refine(value.Expression is null && !value.IsConstant ? value with { Expression = place } : value);
    }

    public SymbolicValue Refine(SymbolicValue value) =>
        value.Expression switch
        {
            SymbolicExpression.Not not
                when Refine(SymbolicValue.Of(not.Operand)) is var operand && (operand.IsZero || operand.SurelyNotZero) => Arithmetic.Not(
                operand
            ),
            { } term when !IsVariable(term) && Facts.TryGetValue(term, out var fact) => value.Meet(fact),
            _ => value,
        };

    public void Write(SymbolicExpression place, SymbolicValue value)
    {
        Forget(place);
        Reopen(place);
        if (IsVariable(place))
            Variables = Variables.SetItem(place, value);
        else
            Facts = Facts.SetItem(place, value);
    }

    /// <summary>
    /// Drops all that was learned about values that depend on <paramref name="changed"/>: from now on the name stands for something else.
    /// </summary>
    public void Forget(SymbolicExpression changed)
    {
        foreach (var fact in Facts)
        {
            if (fact.Key.DependsOn(changed))
                Facts = Facts.Remove(fact.Key);
            else if (DependsOn(fact.Value, changed))
                Facts = Facts.SetItem(fact.Key, fact.Value with { Expression = null });
        }

        // A length or position that was read before a write goes on to be what it was.
        if (Moves(changed))
            return;

        foreach (var variable in Variables)
        {
            if (!variable.Key.Equals(changed) && DependsOn(variable.Value, changed))
                Variables = Variables.SetItem(variable.Key, Refine(variable.Value) with { Expression = null });
        }
    }

    private static bool DependsOn(SymbolicValue value, SymbolicExpression changed) =>
        value.Expression is { } term and not SymbolicExpression.LockResult && term.DependsOn(changed);

    /// <summary>Notes that a branch was taken because the value named <paramref name="term"/> is or is not zero (false, null).</summary>
    public void Assume(SymbolicExpression term, bool notZero)
    {
        switch (term)
        {
            case SymbolicExpression.Widened wide:
                Assume(wide.Narrow, notZero);
                return;
            case SymbolicExpression.Not not:
                Assume(not.Operand, !notZero);
                return;
            case SymbolicExpression.OfType typed when notZero:
                Learn(typed.Operand, new(KnownBits.Unknown, null, NotZero: true));
                break;
            case SymbolicExpression.Binary
            {
                Operator: BinaryOperatorKind.Equals,
                Right: SymbolicExpression.Literal { Value: long constant }
            } equality:
                if (notZero)
                    Learn(equality.Left, SymbolicValue.Constant(constant));
                else if (constant == 0)
                    Learn(equality.Left, new(KnownBits.Unknown, null, NotZero: true));
                break;
        }

        Learn(term, notZero ? new(KnownBits.Unknown, null, NotZero: true) : SymbolicValue.False);
    }

    public void Learn(SymbolicExpression term, SymbolicValue value)
    {
        term = term is SymbolicExpression.Widened wide ? wide.Narrow : term;
        var places = IsVariable(term) ? Variables : Facts;
        var learned = places.TryGetValue(term, out var known) ? known.Meet(value) : value;
        if (IsVariable(term))
            Variables = Variables.SetItem(term, learned);
        else
            Facts = Facts.SetItem(term, learned);
    }

    public void Acquire(HeldLock hold)
    {
        HeldLocks = HeldLocks.Remove(hold).Add(hold);
        EndedLocks = EndedLocks.Remove(hold);
    }

    /// <summary>Forgets a lock: it is neither held nor was it ever asked for.</summary>
    public void Drop(HeldLock hold)
    {
        HeldLocks = HeldLocks.Remove(hold);
        EndedLocks = EndedLocks.Remove(hold);
    }

    public void End(HeldLock hold, LockEndKind end, IOperation site)
    {
        HeldLocks = HeldLocks.Remove(hold);
        EndedLocks = EndedLocks.Remove(hold).Add(hold, new(end, site));
    }

    /// <summary>Notes that a lock was refused, unless the path has it from an earlier attempt.</summary>
    public void Refuse(HeldLock hold)
    {
        if (!HeldLocks.Contains(hold))
            End(hold, LockEndKind.Refused, hold.Site);
    }

    public void Close(SymbolicExpression file, IOperation site) => Closed = Closed.SetItem(file, site);

    /// <summary>The refused locks whose file is still open, and known to nobody but this body.</summary>
    public IEnumerable<HeldLock> LeakedRefusals(SymbolicExpression.OpenedFile file) =>
        Closed.ContainsKey(file) || HandedOff.Contains(file)
            ? []
            : EndedLocks.Where(e => e.Value.Kind == LockEndKind.Refused && file.Equals(e.Key.File)).Select(e => e.Key);

    /// <summary>Notes that a place holds another file from now on: what became of locks on the old one tells nothing of it.</summary>
    public void Reopen(SymbolicExpression file)
    {
        if (Closed.IsEmpty && HandedOff.IsEmpty && EndedLocks.IsEmpty)
            return;

        if (file is SymbolicExpression.OpenedFile)
            EndedLocks = EndedLocks.RemoveRange(EndedLocks.Keys.Where(h => file.Equals(h.File)));
        Closed = Closed.RemoveRange(Closed.Keys.Where(f => f.DependsOn(file)));
        HandedOff = HandedOff.Except(HandedOff.Where(f => f.DependsOn(file)));
    }

    /// <summary>
    /// Notes a call of code that is not followed: it may set what was null or false until now, and put another file in the place of a
    /// closed one. That it takes back what this body has set is not assumed.
    /// </summary>
    public void InvalidateMembers()
    {
        foreach (var fact in Facts)
        {
            if (fact.Value.IsZero && IsMutable(fact.Key))
                Facts = Facts.Remove(fact.Key);
        }

        Closed = Closed.RemoveRange(Closed.Keys.Where(IsMutable));
    }

    /// <summary>True for what code elsewhere can change; a structure that was made here is nobody else's.</summary>
    private static bool IsMutable(SymbolicExpression term) =>
        term
            is SymbolicExpression.Member
            {
                Symbol: IFieldSymbol { IsReadOnly: false } or IPropertySymbol { SetMethod: not null },
                Root: not SymbolicExpression.Zeroed
            };

    /// <summary>The files that come with a value: itself, and what a tuple or structure made here holds.</summary>
    public IEnumerable<SymbolicExpression> FilesIn(SymbolicExpression term)
    {
        yield return term.File;
        if (term is not (SymbolicExpression.Result or SymbolicExpression.Zeroed))
            yield break;

        foreach (var fact in Facts)
        {
            if (
                fact.Key is SymbolicExpression.Member { Instance: { } owner }
                && owner.Equals(term)
                && fact.Value.Expression is { } part and not (SymbolicExpression.Result or SymbolicExpression.Zeroed)
            )
                yield return part.File;
        }
    }

    /// <summary>Notes that a file is somebody else's from now on, and with a lock handle the lock.</summary>
    public void HandOff(SymbolicExpression file)
    {
        HandedOff = HandedOff.Add(file);
        foreach (var hold in HeldLocks)
        {
            if (hold.IsHandle && file.Equals(hold.File))
                Drop(hold);
        }
    }

    public void AddUnflushed(SymbolicExpression writer) => Unflushed = Unflushed.Add(writer);

    /// <summary>Notes that a writer has passed on all that it kept, and so have the streams beneath it.</summary>
    public void Flush(SymbolicExpression writer)
    {
        for (var layer = writer; layer is not null; layer = (layer as SymbolicExpression.WrapperStream)?.Inner)
            Unflushed = Unflushed.Remove(layer);
    }

    public void ReleaseForCaller(CallerRelease release) => CallerReleases = CallerReleases.Remove(release).Add(release);

    /// <summary>What is known of the values alone.</summary>
    public PathState WithoutLocks() => new(Variables, Facts, ImmutableList<HeldLock>.Empty, ImmutableList<CallerRelease>.Empty);

    /// <summary>The same path once something has been thrown on it: what was being written is given up.</summary>
    public PathState AfterThrow()
    {
        if (Unflushed.IsEmpty)
            return this;

        var thrown = Copy();
        thrown.Unflushed = ImmutableHashSet<SymbolicExpression>.Empty;
        return thrown;
    }

    public bool HoldsSameLocksAs(PathState other) =>
        HeldLocks.Count == other.HeldLocks.Count
        && CallerReleases.Count == other.CallerReleases.Count
        && HeldLocks.All(other.HeldLocks.Contains)
        && CallerReleases.All(other.CallerReleases.Contains);

    public bool HasSameLockHistoryAs(PathState other) =>
        HoldsSameLocksAs(other)
        && EndedLocks.Count == other.EndedLocks.Count
        && EndedLocks.All(e => other.EndedLocks.TryGetValue(e.Key, out var ending) && ending.Kind == e.Value.Kind)
        && Unflushed.SetEquals(other.Unflushed);

    /// <summary>What holds on either path; the same object when the other path teaches nothing new.</summary>
    public PathState Join(PathState other)
    {
        var variables = Join(Variables, other.Variables, other);
        var facts = Join(Facts, other.Facts, other);
        var ended = EndedLocks.RemoveRange(
            EndedLocks.Where(e => !other.EndedLocks.TryGetValue(e.Key, out var ending) || ending.Kind != e.Value.Kind).Select(e => e.Key)
        );
        var unflushed = Unflushed.Union(other.Unflushed);
        var closed = Closed.RemoveRange(Closed.Keys.Where(f => !other.Closed.ContainsKey(f)));
        var handedOff = HandedOff.Union(other.HandedOff);
        return
            ReferenceEquals(variables, Variables)
            && ReferenceEquals(facts, Facts)
            && ended.Count == EndedLocks.Count
            && unflushed.Count == Unflushed.Count
            && closed.Count == Closed.Count
            && handedOff.Count == HandedOff.Count
            ? this
            : new(variables, facts, HeldLocks, CallerReleases)
            {
                EndedLocks = ended,
                Unflushed = unflushed,
                Closed = closed,
                HandedOff = handedOff,
            };
    }

    private ImmutableDictionary<SymbolicExpression, SymbolicValue> Join(
        ImmutableDictionary<SymbolicExpression, SymbolicValue> mine,
        ImmutableDictionary<SymbolicExpression, SymbolicValue> theirs,
        PathState other
    )
    {
        if (ReferenceEquals(mine, theirs))
            return mine;

        var joined = mine;
        foreach (var pair in mine)
        {
            var isThere = theirs.TryGetValue(pair.Key, out var value);
            if (Moves(pair.Key))
                joined = pair.Value.Equals(value)
                    ? joined
                    : joined.SetItem(pair.Key, SymbolicValue.Of(new SymbolicExpression.Merged(pair.Key)));
            else if (!isThere)
                joined = joined.Remove(pair.Key);
            else if (!pair.Value.Equals(value) && Refine(pair.Value).Join(other.Refine(value!)) is var either && !either.Equals(pair.Value))
                joined = joined.SetItem(pair.Key, either);
        }

        foreach (var moved in theirs.Keys)
        {
            if (Moves(moved) && !mine.ContainsKey(moved))
                joined = joined.SetItem(moved, SymbolicValue.Of(new SymbolicExpression.Merged(moved)));
        }

        return joined;
    }

    /// <summary>True for what is as it was as long as nothing is known of it: where only one path moved it, it may have moved.</summary>
    private static bool Moves(SymbolicExpression term) => term is SymbolicExpression.LastWrite or SymbolicExpression.Cursor;

    private static bool IsVariable(SymbolicExpression term) => term is SymbolicExpression.Variable or SymbolicExpression.Capture;
}
