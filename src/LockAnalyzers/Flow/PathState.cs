using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LockAnalyzers.Flow;

/// <summary>How it ended with a lock that a path asked for and does not hold.</summary>
internal enum HoldEnd
{
    Refused,
    Released,

    /// <summary>The file was closed, and the lock went with it.</summary>
    Closed,
}

/// <summary>How a lock ended, and the operation that ended it.</summary>
internal readonly record struct Ending(HoldEnd End, IOperation Site);

/// <summary>
/// What is known at one point of the paths that hold the same locks: the values of variables, and facts about members and conditions
/// that were learned on the way. Paths that hold different locks, or got rid of them in different ways, are kept apart, so that a flag
/// set together with a lock stays tied to it.
/// </summary>
internal sealed class PathState(
    ImmutableDictionary<Term, Value> variables,
    ImmutableDictionary<Term, Value> facts,
    ImmutableList<Hold> holds,
    ImmutableList<Release> releases)
{
    public static readonly PathState Empty = new(
        ImmutableDictionary<Term, Value>.Empty, ImmutableDictionary<Term, Value>.Empty, ImmutableList<Hold>.Empty, ImmutableList<Release>.Empty);

    public ImmutableDictionary<Term, Value> Variables { get; private set; } = variables;

    public ImmutableDictionary<Term, Value> Facts { get; private set; } = facts;

    public ImmutableList<Hold> Holds { get; private set; } = holds;

    /// <summary>What was released without having been taken here, in order.</summary>
    public ImmutableList<Release> Releases { get; private set; } = releases;

    /// <summary>The locks that the path asked for and does not hold, with what became of them.</summary>
    public ImmutableDictionary<Hold, Ending> Ended { get; private set; } = ImmutableDictionary<Hold, Ending>.Empty;

    /// <summary>Writers and streams that still keep something written under a lock to themselves.</summary>
    public ImmutableHashSet<Term> Unflushed { get; private set; } = ImmutableHashSet<Term>.Empty;

    /// <summary>Files that were closed on every one of these paths, and where.</summary>
    public ImmutableDictionary<Term, IOperation> Closed { get; private set; } = ImmutableDictionary<Term, IOperation>.Empty;

    /// <summary>Files that somebody else may own by now, on one of these paths.</summary>
    public ImmutableHashSet<Term> HandedOff { get; private set; } = ImmutableHashSet<Term>.Empty;

    public PathState Copy() => With(Variables, Facts);

    /// <summary>The same path without the locks it holds.</summary>
    public PathState WithoutHolds() => new(Variables, Facts, ImmutableList<Hold>.Empty, Releases);

    private PathState With(ImmutableDictionary<Term, Value> newVariables, ImmutableDictionary<Term, Value> newFacts) =>
        new(newVariables, newFacts, Holds, Releases) { Ended = Ended, Unflushed = Unflushed, Closed = Closed, HandedOff = HandedOff };

    /// <summary>The value at a place, with whatever was learned about it since it was put there.</summary>
    public Value Read(Term place)
    {
        var value = (IsVariable(place) ? Variables : Facts).TryGetValue(place, out var known) ? known : Value.Unknown;
        return Known(value.Term is null && !value.IsConstant ? value with { Term = place } : value);
    }

    public Value Known(Value value) => value.Term switch
    {
        Term.Not not when Known(Value.Of(not.Operand)) is var operand && (operand.IsZero || operand.SurelyNotZero) => Arithmetic.Not(operand),
        { } term when !IsVariable(term) && Facts.TryGetValue(term, out var fact) => value.Meet(fact),
        _ => value,
    };

    public void Write(Term place, Value value)
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
    public void Forget(Term changed)
    {
        foreach (var fact in Facts)
        {
            if (fact.Key.DependsOn(changed))
                Facts = Facts.Remove(fact.Key);
            else if (DependsOn(fact.Value, changed))
                Facts = Facts.SetItem(fact.Key, fact.Value with { Term = null });
        }

        // A length or position that was read before a write goes on to be what it was.
        if (Moves(changed))
            return;

        foreach (var variable in Variables)
        {
            if (!variable.Key.Equals(changed) && DependsOn(variable.Value, changed))
                Variables = Variables.SetItem(variable.Key, Known(variable.Value) with { Term = null });
        }
    }

    private static bool DependsOn(Value value, Term changed) => value.Term is { } term and not Term.Outcome && term.DependsOn(changed);

    /// <summary>Notes that a branch was taken because the value named <paramref name="term"/> is or is not zero (false, null).</summary>
    public void Assume(Term term, bool notZero)
    {
        switch (term)
        {
            case Term.Wide wide:
                Assume(wide.Narrow, notZero);
                return;
            case Term.Not not:
                Assume(not.Operand, !notZero);
                return;
            case Term.OfType typed when notZero:
                Learn(typed.Operand, new(Bits.Unknown, null, NotZero: true));
                break;
            case Term.Binary { Operator: BinaryOperatorKind.Equals, Right: Term.Literal { Value: long constant } } equality:
                if (notZero)
                    Learn(equality.Left, Value.Constant(constant));
                else if (constant == 0)
                    Learn(equality.Left, new(Bits.Unknown, null, NotZero: true));
                break;
        }

        Learn(term, notZero ? new(Bits.Unknown, null, NotZero: true) : Value.False);
    }

    public void Learn(Term term, Value value)
    {
        term = term is Term.Wide wide ? wide.Narrow : term;
        var places = IsVariable(term) ? Variables : Facts;
        var learned = places.TryGetValue(term, out var known) ? known.Meet(value) : value;
        if (IsVariable(term))
            Variables = Variables.SetItem(term, learned);
        else
            Facts = Facts.SetItem(term, learned);
    }

    public void Take(Hold hold)
    {
        Holds = Holds.Remove(hold).Add(hold);
        Ended = Ended.Remove(hold);
    }

    /// <summary>Forgets a lock: it is neither held nor was it ever asked for.</summary>
    public void Drop(Hold hold)
    {
        Holds = Holds.Remove(hold);
        Ended = Ended.Remove(hold);
    }

    public void End(Hold hold, HoldEnd end, IOperation site)
    {
        Holds = Holds.Remove(hold);
        Ended = Ended.Remove(hold).Add(hold, new(end, site));
    }

    /// <summary>Notes that a lock was refused, unless the path has it from an earlier attempt.</summary>
    public void Refuse(Hold hold)
    {
        if (!Holds.Contains(hold))
            End(hold, HoldEnd.Refused, hold.Site);
    }

    public void Close(Term file, IOperation site) => Closed = Closed.SetItem(file, site);

    /// <summary>The refused locks whose file is still open, and known to nobody but this body.</summary>
    public IEnumerable<Hold> LeftOpen(Term.OpenedFile file) => Closed.ContainsKey(file) || HandedOff.Contains(file)
        ? []
        : Ended.Where(e => e.Value.End == HoldEnd.Refused && file.Equals(e.Key.File)).Select(e => e.Key);

    /// <summary>Notes that a place holds another file from now on: what became of locks on the old one tells nothing of it.</summary>
    public void Reopen(Term file)
    {
        if (Closed.IsEmpty && HandedOff.IsEmpty && Ended.IsEmpty)
            return;

        if (file is Term.OpenedFile)
            Ended = Ended.RemoveRange(Ended.Keys.Where(h => file.Equals(h.File)));
        Closed = Closed.RemoveRange(Closed.Keys.Where(f => f.DependsOn(file)));
        HandedOff = HandedOff.Except(HandedOff.Where(f => f.DependsOn(file)));
    }

    /// <summary>
    /// Notes a call of code that is not followed: it may set what was null or false until now, and put another file in the place of a
    /// closed one. That it takes back what this body has set is not assumed.
    /// </summary>
    public void DoubtMembers()
    {
        foreach (var fact in Facts)
        {
            if (fact.Value.IsZero && IsMutable(fact.Key))
                Facts = Facts.Remove(fact.Key);
        }

        Closed = Closed.RemoveRange(Closed.Keys.Where(IsMutable));
    }

    /// <summary>True for what code elsewhere can change; a structure that was made here is nobody else's.</summary>
    private static bool IsMutable(Term term) =>
        term is Term.Member { Symbol: IFieldSymbol { IsReadOnly: false } or IPropertySymbol { SetMethod: not null }, Root: not Term.Zeroed };

    /// <summary>The files that come with a value: itself, and what a tuple or structure made here holds.</summary>
    public IEnumerable<Term> FilesIn(Term term)
    {
        yield return term.File;
        if (term is not (Term.Result or Term.Zeroed))
            yield break;

        foreach (var fact in Facts)
        {
            if (fact.Key is Term.Member { Instance: { } owner } && owner.Equals(term) && fact.Value.Term is { } part and not (Term.Result or Term.Zeroed))
                yield return part.File;
        }
    }

    /// <summary>Notes that a file is somebody else's from now on, and with a lock handle the lock.</summary>
    public void HandOff(Term file)
    {
        HandedOff = HandedOff.Add(file);
        foreach (var hold in Holds)
        {
            if (hold.IsHandle && file.Equals(hold.File))
                Drop(hold);
        }
    }

    public void KeepUnflushed(Term writer) => Unflushed = Unflushed.Add(writer);

    /// <summary>Notes that a writer has passed on all that it kept, and so have the streams beneath it.</summary>
    public void Flush(Term writer)
    {
        for (var layer = writer; layer is not null; layer = (layer as Term.Over)?.Inner)
            Unflushed = Unflushed.Remove(layer);
    }

    public void GiveBack(Release release) => Releases = Releases.Remove(release).Add(release);

    /// <summary>What is known of the values alone.</summary>
    public PathState WithoutLocks() => new(Variables, Facts, ImmutableList<Hold>.Empty, ImmutableList<Release>.Empty);

    /// <summary>The same path once something has been thrown on it: what was being written is given up.</summary>
    public PathState Thrown()
    {
        if (Unflushed.IsEmpty)
            return this;

        var thrown = Copy();
        thrown.Unflushed = ImmutableHashSet<Term>.Empty;
        return thrown;
    }

    public bool HoldsTheSameAs(PathState other) =>
        Holds.Count == other.Holds.Count && Releases.Count == other.Releases.Count
        && Holds.All(other.Holds.Contains) && Releases.All(other.Releases.Contains);

    public bool StandsTheSameAs(PathState other) =>
        HoldsTheSameAs(other)
        && Ended.Count == other.Ended.Count
        && Ended.All(e => other.Ended.TryGetValue(e.Key, out var ending) && ending.End == e.Value.End)
        && Unflushed.SetEquals(other.Unflushed);

    /// <summary>What holds on either path; the same object when the other path teaches nothing new.</summary>
    public PathState Join(PathState other)
    {
        var variables = Join(Variables, other.Variables, other);
        var facts = Join(Facts, other.Facts, other);
        var ended = Ended.RemoveRange(Ended.Where(e => !other.Ended.TryGetValue(e.Key, out var ending) || ending.End != e.Value.End).Select(e => e.Key));
        var unflushed = Unflushed.Union(other.Unflushed);
        var closed = Closed.RemoveRange(Closed.Keys.Where(f => !other.Closed.ContainsKey(f)));
        var handedOff = HandedOff.Union(other.HandedOff);
        return ReferenceEquals(variables, Variables) && ReferenceEquals(facts, Facts)
            && ended.Count == Ended.Count && unflushed.Count == Unflushed.Count && closed.Count == Closed.Count && handedOff.Count == HandedOff.Count
                ? this
                : new(variables, facts, Holds, Releases) { Ended = ended, Unflushed = unflushed, Closed = closed, HandedOff = handedOff };
    }

    private ImmutableDictionary<Term, Value> Join(ImmutableDictionary<Term, Value> mine, ImmutableDictionary<Term, Value> theirs, PathState other)
    {
        if (ReferenceEquals(mine, theirs))
            return mine;

        var joined = mine;
        foreach (var pair in mine)
        {
            var isThere = theirs.TryGetValue(pair.Key, out var value);
            if (Moves(pair.Key))
                joined = pair.Value.Equals(value) ? joined : joined.SetItem(pair.Key, Value.Of(new Term.Met(pair.Key)));
            else if (!isThere)
                joined = joined.Remove(pair.Key);
            else if (!pair.Value.Equals(value) && Known(pair.Value).Join(other.Known(value!)) is var either && !either.Equals(pair.Value))
                joined = joined.SetItem(pair.Key, either);
        }

        foreach (var moved in theirs.Keys)
        {
            if (Moves(moved) && !mine.ContainsKey(moved))
                joined = joined.SetItem(moved, Value.Of(new Term.Met(moved)));
        }

        return joined;
    }

    /// <summary>True for what is as it was as long as nothing is known of it: where only one path moved it, it may have moved.</summary>
    private static bool Moves(Term term) => term is Term.LastWrite or Term.Cursor;

    private static bool IsVariable(Term term) => term is Term.Variable or Term.Capture;
}
