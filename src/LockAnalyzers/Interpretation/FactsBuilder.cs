using System.Collections.Immutable;
using LockAnalyzers.Model.Facts;
using LockAnalyzers.Model.Locks;
using LockAnalyzers.Model.Paths;
using LockAnalyzers.Model.Symbolic;
using LockAnalyzers.Recognition;
using LockAnalyzers.Recognition.Syntax;
using Microsoft.CodeAnalysis;

namespace LockAnalyzers.Interpretation;

/// <summary>Gathers facts while a body is interpreted. A block may be met many times: what is said again changes nothing.</summary>
internal sealed class FactsBuilder(ISymbol member, SyntaxNode syntax)
{
    private readonly Dictionary<(IOperation Site, IOperation Call), Entry> _entries = [];
    private readonly List<BodyOutcome> _outcomes = [];
    private readonly HashSet<IOperation> _undecided = [];
    private readonly Dictionary<IOperation, IOperation> _flushedByClosing = [];
    private readonly HashSet<SymbolicExpression> _unguarded = [];
    private readonly HashSet<SymbolicExpression> _flushed = [];

    public HashSet<SymbolicExpression> Escapes { get; } = [];

    /// <summary>A wrapper is called that may take or release, as its own caller says.</summary>
    public bool PassesOperationOn { get; set; }

    /// <summary>The body is a constructor's: what it puts into the object's own fields is lost when it throws.</summary>
    public bool IsConstructor => member is IMethodSymbol { MethodKind: MethodKind.Constructor };

    /// <summary>Notes that a value goes into other hands on one path, and whatever file comes with it.</summary>
    public PathState HandOff(PathState state, SymbolicExpression given)
    {
        foreach (var file in state.FilesIn(given))
        {
            Escapes.Add(file);
            state = state.HandOff(file);
        }

        return state;
    }

    /// <summary>Notes the arguments of a call on one path.</summary>
    public void RecordCall(IOperation site, LockCall call, LockArguments arguments, SymbolicExpression? file, PathState state)
    {
        var underExclusive = HoldsExclusively(state, file);
        if (!_entries.TryGetValue((site, call.Operation), out var entry))
        {
            _entries.Add(
                (site, call.Operation),
                new Entry(site, call)
                {
                    Arguments = arguments,
                    File = file,
                    UnderExclusive = underExclusive,
                }
            );
            return;
        }

        entry.Arguments = entry.Arguments.Join(arguments);
        entry.File = Equals(entry.File, file) ? file : null;
        entry.UnderExclusive |= underExclusive;
    }

    /// <summary>Notes the bytes that a call names on one path.</summary>
    public void RecordRange(IOperation site, LockCall call, ByteRange range)
    {
        var entry = _entries[(site, call.Operation)];
        entry.Range = entry.Range?.Join(range) ?? range;
    }

    /// <summary>Notes that a release named these bytes to give back a lock on those.</summary>
    public void RecordRangePair(HeldLock hold, LockCall release, ByteRange released)
    {
        if (hold.IsDirect)
            Of(hold).Pairs.Add((release, hold.Range, released));
    }

    /// <summary>Notes a read or write of the locked file.</summary>
    public void RecordAccess(HeldLock hold, LockedAccess access)
    {
        var accesses = Of(hold).Accesses;
        accesses[access.Site] = accesses.TryGetValue(access.Site, out var known)
            ? access with
            {
                Start = access.Start.Join(known.Start),
                Bytes = access.Bytes.Join(known.Bytes),
            }
            : access;
    }

    /// <summary>Notes something that may change the length of the locked file.</summary>
    public void RecordChange(HeldLock hold) => Of(hold).IsChanged = true;

    /// <summary>Notes that a variable or field got another value while the lock was held.</summary>
    public void RecordReassignment(HeldLock hold, ISymbol symbol) => Of(hold).Reassigned.Add(symbol);

    public void RecordRelease(HeldLock hold, LockCall release, IOperation site)
    {
        Of(hold).Releases[release.Operation] = release;
        Of(hold).ReleaseSites.Add(site);
    }

    /// <summary>Notes that a closing passes on what was written before and not flushed.</summary>
    public void RecordFlushByClosing(IOperation site, IOperation write)
    {
        if (!_flushedByClosing.TryGetValue(site, out var known) || known.Syntax.SpanStart < write.Syntax.SpanStart)
            _flushedByClosing[site] = write;
    }

    public void RecordClosing(HeldLock hold, IOperation site) => Of(hold).Closings.Add(site);

    public void RecordWrite(HeldLock hold, IOperation site, PathState state)
    {
        if (!HoldsExclusively(state, hold.File))
            Of(hold).Writes.Add(site);
    }

    public void RecordFallibleWork(HeldLock hold) => Of(hold).DoesFallibleWork = true;

    /// <summary>Notes that the path goes on although a closing has ended its lock; of two closings, the first in the source.</summary>
    public void RecordLoss(HeldLock hold, IOperation closing)
    {
        var entry = Of(hold);
        if (entry.LostBy is not { } known || closing.Syntax.SpanStart < known.Syntax.SpanStart)
            entry.LostBy = closing;
    }

    public void RecordHeldAtExit(HeldLock hold, Exit exit) => Of(hold).HeldAt.Add(exit);

    public void RecordEndAtExit(HeldLock hold, LockEndKind end, Exit exit) =>
        (end == LockEndKind.Refused ? Of(hold).FileLeakedAt : Of(hold).ReleasedAt).Add(exit);

    /// <summary>Notes that the body throws on a path on which the lock was refused.</summary>
    public void RecordThrowWhenRefused(HeldLock refused) => Of(refused).ThrowsWhenRefused = true;

    /// <summary>Notes that a refused lock leaves its file in a member of the type.</summary>
    public void RecordFileKeptAtExit(HeldLock refused, Exit exit) => Of(refused).FileKeptAt.Add(exit);

    /// <summary>Notes that the closing of the file has ended the lock by the time of an exit.</summary>
    public void RecordClosedAtExit(HeldLock hold, IOperation closing, Exit exit)
    {
        if (!Of(hold).ClosedAt.ContainsKey(exit))
            Of(hold).ClosedAt.Add(exit, closing);
    }

    /// <summary>Notes that the outcome of a lock call went to code that cannot be followed.</summary>
    public void RecordUndecided(IOperation acquire) => _undecided.Add(acquire);

    /// <summary>Notes a release on a path that does not hold the lock.</summary>
    public void RecordReleaseOfUnheld(
        IOperation site,
        LockCall release,
        SymbolicExpression? file,
        IEnumerable<HeldLock> refused,
        bool wasAsked
    )
    {
        var entry = _entries[(site, release.Operation)];
        entry.Refused.UnionWith(refused.Select(h => h.Site));
        if (file is not null && !wasAsked)
            entry.Unheld.Add(file);
    }

    /// <summary>A release came after the file was closed, or the lock released, at <paramref name="before"/>.</summary>
    public void RecordReleaseAfterEnd(IOperation site, LockCall release, IOperation before)
    {
        var entry = _entries[(site, release.Operation)];
        if (entry.EndedEarlierBy is not { } known || before.Syntax.SpanStart < known.Syntax.SpanStart)
            entry.EndedEarlierBy = before;
    }

    /// <summary>
    /// Notes a release while a writer keeps something to itself: an unlock, or the closing of a lock handle that came from <paramref
    /// name="site"/>.
    /// </summary>
    public void RecordUnflushed(IOperation site, LockCall call, IOperation release, IOperation write, SymbolicExpression writer) =>
        _entries[(site, call.Operation)].Unflushed.Add(new(write, release, writer));

    /// <summary>The same for a stream that may not buffer at all: it counts only where the body flushes that stream somewhere.</summary>
    public void RecordPerhapsUnflushed(IOperation site, LockCall call, IOperation release, IOperation write, SymbolicExpression writer) =>
        _entries[(site, call.Operation)].PerhapsUnflushed.Add(new(write, release, writer));

    /// <summary>The body flushes a writer or stream, so that its author takes it to buffer.</summary>
    public void RecordFlush(SymbolicExpression writer) => _flushed.Add(writer);

    /// <summary>Notes a write with no lock held.</summary>
    public void RecordUnguardedWrite(SymbolicExpression writer) => _unguarded.Add(writer);

    /// <summary>Notes a way in which the body returns to its caller.</summary>
    public void RecordReturn(PathState state, SymbolicValue value)
    {
        var same = _outcomes.FindIndex(o => o.State.HoldsAndGivesBackSameLocksAs(state));
        if (same < 0)
            _outcomes.Add(new(state, value));
        else
            _outcomes[same] = new(
                _outcomes[same].State.Join(state).WithRefusalsOf(_outcomes[same].State).WithRefusalsOf(state),
                _outcomes[same].Value.Join(value)
            );
    }

    public BodyFacts ToFacts()
    {
        var calls = _entries.Values.OrderBy(e => e.Site.Syntax.SpanStart).Select(ToFacts).ToImmutableArray();
        return new(
            member,
            syntax,
            calls.RemoveAll(c => !c.IsDirect),
            calls.RemoveAll(c => c.IsDirect),
            Escapes.ToImmutableHashSet(),
            _outcomes.ToImmutableArray()
        )
        {
            PassesOperationOn = PassesOperationOn,
        };
    }

    private LockCallFacts ToFacts(Entry entry) =>
        entry.ToFacts(member) with
        {
            Unflushed = entry
                .Unflushed.Concat(entry.PerhapsUnflushed.Where(kept => _flushed.Contains(kept.Writer)))
                .Where(kept => Guards(entry.File, kept.Writer))
                .OrderByDescending(kept => kept.Write.Syntax.SpanStart)
                .ThenBy(kept => kept.Release.Syntax.SpanStart)
                .FirstOrDefault(),
            IsUndecided = _undecided.Contains(entry.Site),
            FlushedByClosing = entry
                .Closings.Append(entry.EndedEarlierBy)
                .Select(closing => closing is not null && _flushedByClosing.TryGetValue(closing, out var write) ? write : null)
                .FirstOrDefault(write => write is not null),
            UnconditionalReleases = _entries
                .Values.Where(release =>
                    FinallyGuards.IsReleaseInFinallyAround(release.Site, entry.Site)
                    && (release.Refused.Contains(entry.Site) || (entry.File is not null && release.Unheld.Contains(entry.File)))
                )
                .Select(release => release.Site)
                .ToImmutableArray(),
        };

    /// <summary>
    /// True for the writer's own file, and for one that is nothing but its lock: neither is the one used for itself, nor the other without
    /// the lock.
    /// </summary>
    private bool Guards(SymbolicExpression? locked, SymbolicExpression writer) =>
        writer.File.Equals(locked)
        || (
            !_unguarded.Contains(writer)
            && _entries.Values.All(e => e.File is null || !e.File.Equals(locked) || (e.Accesses.Count == 0 && e.Writes.Count == 0))
        );

    private static bool HoldsExclusively(PathState state, SymbolicExpression? file) =>
        file is not null && state.HeldLocks.Any(h => file.Equals(h.File) && h.Request.Exclusivity == Exclusivity.Exclusive);

    private Entry Of(HeldLock hold) => _entries[(hold.Site, hold.Call.Operation)];

    private sealed class Entry(IOperation site, LockCall call)
    {
        public IOperation Site => site;

        public LockCall Call => call;

        public LockArguments Arguments { get; set; } = LockArguments.None;

        public SymbolicExpression? File { get; set; }

        public bool UnderExclusive { get; set; }

        public bool DoesFallibleWork { get; set; }

        public ByteRange? Range { get; set; }

        public HashSet<(LockCall Release, ByteRange Taken, ByteRange Released)> Pairs { get; } = [];

        public Dictionary<IOperation, LockedAccess> Accesses { get; } = [];

        public bool IsChanged { get; set; }

        public HashSet<ISymbol> Reassigned { get; } = new(SymbolEqualityComparer.Default);

        public HashSet<IOperation> Writes { get; } = [];

        public Dictionary<IOperation, LockCall> Releases { get; } = [];

        public HashSet<IOperation> ReleaseSites { get; } = [];

        public HashSet<IOperation> Closings { get; } = [];

        public HashSet<Exit> HeldAt { get; } = [];

        public HashSet<Exit> ReleasedAt { get; } = [];

        public Dictionary<Exit, IOperation> ClosedAt { get; } = [];

        public HashSet<Exit> FileLeakedAt { get; } = [];

        public HashSet<Exit> FileKeptAt { get; } = [];

        public bool ThrowsWhenRefused { get; set; }

        public HashSet<IOperation> Refused { get; } = [];

        public HashSet<SymbolicExpression> Unheld { get; } = [];

        public IOperation? EndedEarlierBy { get; set; }

        public IOperation? LostBy { get; set; }

        public HashSet<UnflushedWrite> Unflushed { get; } = [];

        public HashSet<UnflushedWrite> PerhapsUnflushed { get; } = [];

        public LockCallFacts ToFacts(ISymbol member) =>
            new(site, call, member)
            {
                Arguments = Arguments,
                Request = LockRequest.Of(call.Function, Arguments),
                File = File,
                UnderExclusive = UnderExclusive,
                DoesFallibleWork = DoesFallibleWork,
                Range = Range ?? ByteRange.Unknown,
                Mismatches = Pairs
                    .Select(p => RangeMismatch.Between(call, p.Taken, p.Release, p.Released, IsChanged, Accesses.Count > 0, Reassigned))
                    .OfType<RangeMismatch>()
                    .ToImmutableArray(),
                Accesses = Accesses.Values.OrderBy(a => a.Site.Syntax.SpanStart).ToImmutableArray(),
                Writes = Writes.OrderBy(o => o.Syntax.SpanStart).ToImmutableArray(),
                Releases = Releases.Values.OrderBy(r => r.Operation.Syntax.SpanStart).ToImmutableArray(),
                ReleaseSites = ReleaseSites.OrderBy(o => o.Syntax.SpanStart).ToImmutableArray(),
                Closings = Closings.OrderBy(o => o.Syntax.SpanStart).ToImmutableArray(),
                HeldAt = InOrder(HeldAt),
                ReleasedAt = InOrder(ReleasedAt),
                ClosedAt = InOrder(ClosedAt.Keys).Select(exit => (exit, ClosedAt[exit])).ToImmutableArray(),
                FileLeakedAt = InOrder(FileLeakedAt),
                FileKeptAt = InOrder(FileKeptAt),
                ThrowsWhenRefused = ThrowsWhenRefused,
                EndedEarlierBy = EndedEarlierBy,
                LostBy = LostBy,
            };

        private static ImmutableArray<Exit> InOrder(IEnumerable<Exit> exits) =>
            exits.OrderBy(e => e.Location.SourceSpan.Start).ThenBy(e => e.Kind).ToImmutableArray();
    }
}
