using System.Collections.Immutable;
using LockAnalyzers.Model.Locks;
using LockAnalyzers.Model.Symbolic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LockAnalyzers.Model.Paths;

/// <summary>
/// The abstract state of the paths that reach one point with the same lock history: the values of variables, facts about members and
/// conditions that were learned on the way, and the locks. It is a value: every change gives a new state. Paths with different lock
/// histories are kept apart, so that a flag that is set together with a lock stays tied to it.
/// </summary>
internal sealed record PathState
{
    /// <summary>
    /// The ended locks that one state remembers; when one more ends, the first in the source is forgotten, which only makes rules silent.
    /// </summary>
    public const int MaxEndedLocks = 32;

    /// <summary>
    /// A body that gives back more locks of its callers than this is beyond the bounds: forgetting one would blame the caller.
    /// </summary>
    public const int MaxCallerReleases = 32;

    public static readonly PathState Empty = new();

    private PathState() { }

    /// <summary>What locals, parameters and flow captures hold.</summary>
    public ImmutableDictionary<SymbolicExpression, SymbolicValue> Variables { get; private init; } =
        ImmutableDictionary<SymbolicExpression, SymbolicValue>.Empty;

    /// <summary>What is known of members, of conditions that were tested, and of files.</summary>
    public ImmutableDictionary<SymbolicExpression, SymbolicValue> Facts { get; private init; } =
        ImmutableDictionary<SymbolicExpression, SymbolicValue>.Empty;

    /// <summary>The locks that are held, in the order in which they were taken.</summary>
    public ImmutableList<HeldLock> HeldLocks { get; private init; } = ImmutableList<HeldLock>.Empty;

    /// <summary>What was released without having been taken in this body, in order.</summary>
    public ImmutableList<CallerRelease> CallerReleases { get; private init; } = ImmutableList<CallerRelease>.Empty;

    /// <summary>The locks that were asked for and are not held, in source order.</summary>
    public ImmutableList<EndedLock> EndedLocks { get; private init; } = ImmutableList<EndedLock>.Empty;

    /// <summary>Writers and streams that still keep something that was written under a lock, each with the last such write.</summary>
    public ImmutableDictionary<SymbolicExpression, IOperation> Unflushed { get; private init; } =
        ImmutableDictionary<SymbolicExpression, IOperation>.Empty;

    /// <summary>Releases at which a stream of unknown buffering kept something: a flush that comes later shows that it buffers.</summary>
    public ImmutableHashSet<UnflushedRelease> UnflushedReleases { get; private init; } = ImmutableHashSet<UnflushedRelease>.Empty;

    /// <summary>Files that were closed on every one of these paths, and where.</summary>
    public ImmutableDictionary<SymbolicExpression, IOperation> Closed { get; private init; } =
        ImmutableDictionary<SymbolicExpression, IOperation>.Empty;

    /// <summary>Locks that, on one of these paths, ended unnoticed when another descriptor of their file was closed, and where.</summary>
    public ImmutableDictionary<HeldLock, IOperation> Lost { get; private init; } = ImmutableDictionary<HeldLock, IOperation>.Empty;

    /// <summary>Files that others may own, on one of these paths.</summary>
    public ImmutableHashSet<SymbolicExpression> HandedOff { get; private init; } = ImmutableHashSet<SymbolicExpression>.Empty;

    /// <summary>Files that others may know, and write to, on one of these paths.</summary>
    public ImmutableHashSet<SymbolicExpression> Shared { get; private init; } = ImmutableHashSet<SymbolicExpression>.Empty;

    /// <summary>Writers that were told, on one of these paths, to flush after each write.</summary>
    public ImmutableHashSet<SymbolicExpression> AutoFlushed { get; private init; } = ImmutableHashSet<SymbolicExpression>.Empty;

    /// <summary>The places that flow captures stand for where they are assigned to.</summary>
    public ImmutableDictionary<CaptureId, SymbolicExpression> CapturedPlaces { get; private init; } =
        ImmutableDictionary<CaptureId, SymbolicExpression>.Empty;

    /// <summary>The same path without the locks it holds.</summary>
    public PathState WithoutHeldLocks() =>
        new()
        {
            Variables = Variables,
            Facts = Facts,
            CallerReleases = CallerReleases,
        };

    /// <summary>What is known of the values alone.</summary>
    public PathState WithoutLocks() => new() { Variables = Variables, Facts = Facts };

    /// <summary>The value at a place, with whatever was learned about it since it was put there.</summary>
    public SymbolicValue Read(SymbolicExpression place)
    {
        var value = (IsVariable(place) ? Variables : Facts).TryGetValue(place, out var known) ? known : SymbolicValue.Unknown;
        return Refine(value.Expression is null && !value.IsConstant ? value with { Expression = place } : value);
    }

    /// <summary>The value with what was learned about its expression.</summary>
    public SymbolicValue Refine(SymbolicValue value) =>
        value.Expression switch
        {
            SymbolicExpression.Not not
                when Refine(SymbolicValue.Of(not.Operand)) is var operand && (operand.IsZero || operand.SurelyNotZero) => Arithmetic.Not(
                operand
            ),
            { } expression when !IsVariable(expression) && Facts.TryGetValue(expression, out var fact) => value.Meet(fact),
            _ => value,
        };

    /// <summary>Puts a value into a place; all that was known of what the place held before is forgotten.</summary>
    public PathState Write(SymbolicExpression place, SymbolicValue value)
    {
        var state = Forget(place).Reopen(place);
        return IsVariable(place)
            ? state with
            {
                Variables = state.Variables.SetItem(place, value),
            }
            : state with
            {
                Facts = state.Facts.SetItem(place, value),
            };
    }

    /// <summary>Forgets a variable, and all that was learned from it.</summary>
    public PathState Without(SymbolicExpression variable)
    {
        var state = Forget(variable);
        return state with { Variables = state.Variables.Remove(variable) };
    }

    /// <summary>
    /// Drops what was learned about expressions that depend on <paramref name="changed"/>, which stands for something else from now on.
    /// </summary>
    public PathState Forget(SymbolicExpression changed)
    {
        var facts = Facts;
        foreach (var fact in Facts)
        {
            if (fact.Key.DependsOn(changed))
                facts = facts.Remove(fact.Key);
            else if (DependsOn(fact.Value, changed))
                facts = facts.SetItem(fact.Key, fact.Value with { Expression = null });
        }

        var state = ReferenceEquals(facts, Facts) ? this : this with { Facts = facts };

        // A length or position that was read before a write keeps its value.
        if (IsUnchangedWhenAbsent(changed))
            return state;

        var variables = Variables;
        foreach (var variable in Variables)
        {
            if (!variable.Key.Equals(changed) && DependsOn(variable.Value, changed))
                variables = variables.SetItem(variable.Key, state.Refine(variable.Value) with { Expression = null });
        }

        return ReferenceEquals(variables, Variables) ? state : state with { Variables = variables };
    }

    private static bool DependsOn(SymbolicValue value, SymbolicExpression changed) =>
        value.Expression is { } expression and not SymbolicExpression.LockResult && expression.DependsOn(changed);

    /// <summary>A branch was taken because the value called <paramref name="expression"/> is, or is not, zero (false, null).</summary>
    public PathState Assume(SymbolicExpression expression, bool notZero)
    {
        var state = this;
        switch (expression)
        {
            case SymbolicExpression.Widened wide:
                return Assume(wide.Narrow, notZero);
            case SymbolicExpression.Not not:
                return Assume(not.Operand, !notZero);
            case SymbolicExpression.OfType typed when notZero:
                state = Learn(typed.Operand, SymbolicValue.NonZero);
                break;
            case SymbolicExpression.Binary
            {
                Operator: BinaryOperatorKind.Equals,
                Right: SymbolicExpression.Literal { Value: long constant }
            } equality:
                if (notZero)
                    state = Learn(equality.Left, SymbolicValue.Constant(constant));
                else if (constant == 0)
                    state = Learn(equality.Left, SymbolicValue.NonZero);
                break;
        }

        return state.Learn(expression, notZero ? SymbolicValue.NonZero : SymbolicValue.False);
    }

    /// <summary>Adds what was learned about an expression to what is known of it.</summary>
    public PathState Learn(SymbolicExpression expression, SymbolicValue value)
    {
        expression = expression is SymbolicExpression.Widened wide ? wide.Narrow : expression;
        var places = IsVariable(expression) ? Variables : Facts;
        var learned = places.TryGetValue(expression, out var known) ? known.Meet(value) : value;
        return IsVariable(expression)
            ? this with
            {
                Variables = Variables.SetItem(expression, learned),
            }
            : this with
            {
                Facts = Facts.SetItem(expression, learned),
            };
    }

    public PathState Acquire(HeldLock taken) =>
        this with
        {
            HeldLocks = HeldLocks.Remove(taken).Add(taken),
            EndedLocks = Without(taken),
            Lost = Lost.Remove(taken),
        };

    /// <summary>The system ends the lock, although the path believes to hold it.</summary>
    public PathState Lose(HeldLock lost, IOperation site) => Lost.ContainsKey(lost) ? this : this with { Lost = Lost.Add(lost, site) };

    /// <summary>Forgets a lock: it is neither held nor was it ever asked for.</summary>
    public PathState Drop(HeldLock dropped) => this with { HeldLocks = HeldLocks.Remove(dropped), EndedLocks = Without(dropped) };

    public PathState End(HeldLock ended, LockEndKind kind, IOperation site)
    {
        var others = Without(ended);
        if (others.Count == MaxEndedLocks)
            others = others.RemoveAt(0);

        var index = others.FindIndex(e => e.Lock.Site.Syntax.SpanStart > ended.Site.Syntax.SpanStart);
        return this with
        {
            HeldLocks = HeldLocks.Remove(ended),
            EndedLocks = others.Insert(index < 0 ? others.Count : index, new(ended, kind, site)),
        };
    }

    /// <summary>The lock was refused, unless the path has it from an earlier attempt.</summary>
    public PathState Refuse(HeldLock refused) => HeldLocks.Contains(refused) ? this : End(refused, LockEndKind.Refused, refused.Site);

    /// <summary>
    /// The same path with the refusals of another that holds the same locks: to a caller, a lock that was refused on one system and a lock
    /// that was refused on another are both refused.
    /// </summary>
    public PathState WithRefusalsOf(PathState other) =>
        other
            .EndedLocks.Where(e =>
                e.Kind == LockEndKind.Refused && !HeldLocks.Contains(e.Lock) && !EndedLocks.Exists(mine => mine.Lock.Equals(e.Lock))
            )
            .Aggregate(this, (state, ended) => state.End(ended.Lock, ended.Kind, ended.Site));

    private ImmutableList<EndedLock> Without(HeldLock asked) =>
        EndedLocks.IsEmpty ? EndedLocks : EndedLocks.RemoveAll(e => e.Lock.Equals(asked));

    /// <summary>The file was closed; locks on it that were refused can no longer leave it open.</summary>
    public PathState Close(SymbolicExpression file, IOperation site) => this with { Closed = Closed.SetItem(file, site) };

    /// <summary>The refused locks whose file is still open, and known to nobody but this body.</summary>
    public IEnumerable<HeldLock> LeakedRefusals(SymbolicExpression.OpenedFile file) =>
        Closed.ContainsKey(file) || HandedOff.Contains(file)
            ? []
            : EndedLocks.Where(e => e.Kind == LockEndKind.Refused && file.Equals(e.Lock.File)).Select(e => e.Lock);

    /// <summary>A place holds another file from now on: what became of locks on the old one tells nothing of it.</summary>
    public PathState Reopen(SymbolicExpression file)
    {
        if (Closed.IsEmpty && HandedOff.IsEmpty && Shared.IsEmpty && EndedLocks.IsEmpty)
            return this;

        return this with
        {
            EndedLocks = file is SymbolicExpression.OpenedFile ? EndedLocks.RemoveAll(e => file.Equals(e.Lock.File)) : EndedLocks,
            Closed = Closed.RemoveRange(Closed.Keys.Where(f => IsReplaced(f, file))),
            HandedOff = HandedOff.Except(HandedOff.Where(f => IsReplaced(f, file))),
        };
    }

    /// <summary>A file that is open stays what it is when the variable with its path gets another value.</summary>
    private static bool IsReplaced(SymbolicExpression file, SymbolicExpression place) =>
        file is SymbolicExpression.OpenedFile ? file.Equals(place) : file.DependsOn(place);

    /// <summary>
    /// A call of code that is not followed may set what was null or false until now, and put another file in the place of a closed one.
    /// That it takes back what this body has set is not assumed.
    /// </summary>
    public PathState InvalidateMembers()
    {
        var facts = Facts;
        foreach (var fact in Facts)
        {
            if (fact.Value.IsZero && IsMutable(fact.Key))
                facts = facts.Remove(fact.Key);
        }

        return this with
        {
            Facts = facts,
            Closed = Closed.RemoveRange(Closed.Keys.Where(IsMutable)),
        };
    }

    /// <summary>True for what code elsewhere can change; a structure that was made here is nobody else's.</summary>
    private static bool IsMutable(SymbolicExpression expression) =>
        expression
            is SymbolicExpression.Member
            {
                Symbol: IFieldSymbol { IsReadOnly: false } or IPropertySymbol { SetMethod: not null },
                Root: not SymbolicExpression.Zeroed
            };

    /// <summary>The files that come with a value: itself, and what a tuple or structure made here holds.</summary>
    public IEnumerable<SymbolicExpression> FilesIn(SymbolicExpression expression)
    {
        yield return expression.File;
        if (expression is not (SymbolicExpression.Result or SymbolicExpression.Zeroed))
            yield break;

        foreach (var fact in Facts)
        {
            if (
                fact.Key is SymbolicExpression.Member { Instance: { } owner }
                && owner.Equals(expression)
                && fact.Value.Expression is { } part and not (SymbolicExpression.Result or SymbolicExpression.Zeroed)
            )
                yield return part.File;
        }
    }

    /// <summary>The file is somebody else's from now on, and with a lock handle the lock.</summary>
    public PathState HandOff(SymbolicExpression file) =>
        this with
        {
            HandedOff = HandedOff.Add(file),
            Shared = Shared.Add(file),
            HeldLocks = HeldLocks.RemoveAll(held => held.IsHandle && file.Equals(held.File)),
            EndedLocks = EndedLocks.RemoveAll(ended => ended.Lock.IsHandle && file.Equals(ended.Lock.File)),
        };

    /// <summary>Others know the file from now on, though it is still this body's.</summary>
    public PathState Share(SymbolicExpression file) => this with { Shared = Shared.Add(file) };

    public PathState AddUnflushed(SymbolicExpression writer, IOperation write) =>
        this with
        {
            Unflushed = Unflushed.SetItem(writer, write),
        };

    public PathState AddUnflushedRelease(UnflushedRelease release) => this with { UnflushedReleases = UnflushedReleases.Add(release) };

    public PathState AutoFlush(SymbolicExpression writer) => this with { AutoFlushed = AutoFlushed.Add(writer) };

    public PathState Capture(CaptureId capture, SymbolicExpression place) =>
        this with
        {
            CapturedPlaces = CapturedPlaces.SetItem(capture, place),
        };

    /// <summary>A writer has passed on all that it kept, and so have the streams beneath it.</summary>
    public PathState Flush(SymbolicExpression writer)
    {
        var unflushed = Unflushed;
        for (var layer = writer; layer is not null; layer = (layer as SymbolicExpression.WrapperStream)?.Inner)
            unflushed = unflushed.Remove(layer);
        return ReferenceEquals(unflushed, Unflushed) ? this : this with { Unflushed = unflushed };
    }

    public PathState ReleaseForCaller(CallerRelease release) => this with { CallerReleases = CallerReleases.Remove(release).Add(release) };

    /// <summary>The same path once something has been thrown on it: what was being written is given up.</summary>
    public PathState AfterThrow() => Unflushed.IsEmpty ? this : this with { Unflushed = Unflushed.Clear() };

    /// <summary>True when both hold, and have given back for their callers, the same locks.</summary>
    public bool HoldsAndGivesBackSameLocksAs(PathState other) =>
        HoldsSameLocksAs(other) && CallerReleases.Count == other.CallerReleases.Count && CallerReleases.All(other.CallerReleases.Contains);

    /// <summary>True when both hold the same locks.</summary>
    public bool HoldsSameLocksAs(PathState other) => HeldLocks.Count == other.HeldLocks.Count && HeldLocks.All(other.HeldLocks.Contains);

    /// <summary>
    /// True when, besides, others have the same locked files, both got rid of the same other locks in the same ways, and the same writers
    /// keep something.
    /// </summary>
    public bool HasSameLockHistoryAs(PathState other) =>
        HoldsAndGivesBackSameLocksAs(other)
        && HeldLocks.TrueForAll(held => held.File is null || HandedOff.Contains(held.File) == other.HandedOff.Contains(held.File))
        && EndedLocks.Count == other.EndedLocks.Count
        && EndedLocks.Zip(other.EndedLocks, (mine, theirs) => mine.HasSameEndAs(theirs)).All(same => same)
        && Unflushed.Count == other.Unflushed.Count
        && Unflushed.Keys.All(other.Unflushed.ContainsKey);

    /// <summary>
    /// True when every lock result that a variable keeps is the same in both: <c>ok = TryLock()</c> that was granted and one that was
    /// refused
    /// are two things, even where an earlier attempt holds the lock either way.
    /// </summary>
    public bool KeepsSameResultsAs(PathState other) =>
        ReferenceEquals(Variables, other.Variables)
        || Variables.All(variable =>
            variable.Value is not { Expression: SymbolicExpression.LockResult, IsConstant: true } mine
            || (other.Variables.TryGetValue(variable.Key, out var theirs) && theirs.Bits == mine.Bits)
        );

    /// <summary>What holds on either path; the same object when the other path teaches nothing new.</summary>
    public PathState Join(PathState other)
    {
        if (ReferenceEquals(this, other))
            return this;

        var variables = Join(Variables, other.Variables, other);
        var facts = Join(Facts, other.Facts, other);
        var ended = EndedLocks.RemoveAll(mine => !other.EndedLocks.Exists(mine.HasSameEndAs));
        var releases = CallerReleases.AddRange(other.CallerReleases.Where(theirs => !CallerReleases.Contains(theirs)));
        var unflushed = JoinUnflushed(other);
        var lost = Lost.AddRange(other.Lost.Where(theirs => !Lost.ContainsKey(theirs.Key)));
        var closed = Closed.RemoveRange(Closed.Keys.Where(f => !other.Closed.ContainsKey(f)));
        var handedOff = HandedOff.Union(other.HandedOff);
        var shared = Shared.Union(other.Shared);
        var autoFlushed = AutoFlushed.Union(other.AutoFlushed);
        var unflushedReleases = UnflushedReleases.Union(other.UnflushedReleases);
        var captured = CapturedPlaces.RemoveRange(
            CapturedPlaces
                .Where(c => !other.CapturedPlaces.TryGetValue(c.Key, out var theirs) || !theirs.Equals(c.Value))
                .Select(c => c.Key)
        );
        return
            ReferenceEquals(variables, Variables)
            && ReferenceEquals(facts, Facts)
            && ended.Count == EndedLocks.Count
            && releases.Count == CallerReleases.Count
            && ReferenceEquals(unflushed, Unflushed)
            && lost.Count == Lost.Count
            && closed.Count == Closed.Count
            && handedOff.Count == HandedOff.Count
            && shared.Count == Shared.Count
            && autoFlushed.Count == AutoFlushed.Count
            && unflushedReleases.Count == UnflushedReleases.Count
            && captured.Count == CapturedPlaces.Count
            ? this
            : this with
            {
                Variables = variables,
                Facts = facts,
                EndedLocks = ended,
                CallerReleases = releases,
                Unflushed = unflushed,
                Lost = lost,
                Closed = closed,
                HandedOff = handedOff,
                Shared = shared,
                AutoFlushed = autoFlushed,
                UnflushedReleases = unflushedReleases,
                CapturedPlaces = captured,
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
            if (IsUnchangedWhenAbsent(pair.Key))
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
            if (IsUnchangedWhenAbsent(moved) && !mine.ContainsKey(moved))
                joined = joined.SetItem(moved, SymbolicValue.Of(new SymbolicExpression.Merged(moved)));
        }

        return joined;
    }

    /// <summary>What either path keeps unflushed; of two writes, the later one in the source.</summary>
    private ImmutableDictionary<SymbolicExpression, IOperation> JoinUnflushed(PathState other)
    {
        var joined = Unflushed;
        foreach (var pair in other.Unflushed)
        {
            if (!joined.TryGetValue(pair.Key, out var mine) || mine.Syntax.SpanStart < pair.Value.Syntax.SpanStart)
                joined = joined.SetItem(pair.Key, pair.Value);
        }

        return joined;
    }

    /// <summary>
    /// For the last write to a file and its position, no entry means "as it was": a join with a path that has one must say "may have
    /// changed".
    /// </summary>
    private static bool IsUnchangedWhenAbsent(SymbolicExpression expression) =>
        expression is SymbolicExpression.LastWrite or SymbolicExpression.Cursor;

    private static bool IsVariable(SymbolicExpression expression) =>
        expression is SymbolicExpression.Variable or SymbolicExpression.Capture;
}
