using System.Collections.Immutable;

namespace LockAnalyzers.Flow;

/// <summary>
/// What is known at one point of the paths that hold the same locks: the values of variables, and facts about members and conditions
/// that were learned on the way. Paths that hold different locks are kept apart, so that a flag set together with a lock stays tied to it.
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

    public PathState Copy() => new(Variables, Facts, Holds, Releases);

    /// <summary>The value at a place, with whatever was learned about it since it was put there.</summary>
    public Value Read(Term place)
    {
        var value = (IsVariable(place) ? Variables : Facts).TryGetValue(place, out var known) ? known : Value.Unknown;
        return Known(value.Term is null && !value.IsConstant ? value with { Term = place } : value);
    }

    public Value Known(Value value) =>
        value.Term is { } term && !IsVariable(term) && Facts.TryGetValue(term, out var fact) ? value.Meet(fact) : value;

    public void Write(Term place, Value value)
    {
        Forget(place);
        if (IsVariable(place))
            Variables = Variables.SetItem(place, value);
        else
            Facts = Facts.SetItem(place, value);
    }

    /// <summary>Drops all that was learned about values that depend on <paramref name="changed"/>.</summary>
    public void Forget(Term changed)
    {
        foreach (var term in Facts.Keys)
        {
            if (term.DependsOn(changed))
                Facts = Facts.Remove(term);
        }
    }

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
            case Term.Binary { Operator: Microsoft.CodeAnalysis.Operations.BinaryOperatorKind.Equals, Right: Term.Literal { Value: long constant } } equality:
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

    public void Take(Hold hold) => Holds = Holds.Remove(hold).Add(hold);

    public void Drop(Hold hold) => Holds = Holds.Remove(hold);

    public void GiveBack(Release release) => Releases = Releases.Remove(release).Add(release);

    public bool HoldsTheSameAs(PathState other) =>
        Holds.Count == other.Holds.Count && Releases.Count == other.Releases.Count
        && Holds.All(other.Holds.Contains) && Releases.All(other.Releases.Contains);

    /// <summary>What holds on either path; the same object when the other path teaches nothing new.</summary>
    public PathState Join(PathState other)
    {
        var variables = Join(Variables, other.Variables);
        var facts = Join(Facts, other.Facts);
        return ReferenceEquals(variables, Variables) && ReferenceEquals(facts, Facts) ? this : new(variables, facts, Holds, Releases);
    }

    private static ImmutableDictionary<Term, Value> Join(ImmutableDictionary<Term, Value> mine, ImmutableDictionary<Term, Value> theirs)
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
            else if (!pair.Value.Equals(value) && pair.Value.Join(value!) is var either && !either.Equals(pair.Value))
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
