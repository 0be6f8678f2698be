using System.Collections.Immutable;
using LockAnalyzers.Recognition;
using Microsoft.CodeAnalysis;

namespace LockAnalyzers.Flow;

/// <summary>Gathers facts while a body is interpreted. A block may be met many times: what is said again changes nothing.</summary>
internal sealed class FactsBuilder(ISymbol member)
{
    private readonly Dictionary<IOperation, Entry> _entries = [];
    private readonly HashSet<IOperation> _undecided = [];

    public HashSet<Term> Escapes { get; } = [];

    /// <summary>Notes the arguments of a call on one path.</summary>
    public void Met(LockCall call, LockArguments arguments, Term? file, PathState state)
    {
        var underExclusive = HoldsExclusively(state, file);
        if (!_entries.TryGetValue(call.Operation, out var entry))
        {
            _entries.Add(call.Operation, new Entry(call) { Arguments = arguments, File = file, UnderExclusive = underExclusive });
            return;
        }

        entry.Arguments = entry.Arguments.Join(arguments);
        entry.File = Equals(entry.File, file) ? file : null;
        entry.UnderExclusive |= underExclusive;
    }

    public void Released(Hold hold, LockCall release) => Of(hold).Releases[release.Operation] = release;

    public void ClosedWhileHeld(Hold hold, IOperation site) => Of(hold).Closings.Add(site);

    public void WrittenWhileHeld(Hold hold, IOperation site, PathState state)
    {
        if (!HoldsExclusively(state, hold.File))
            Of(hold).Writes.Add(site);
    }

    public void ActedUnder(Hold hold) => Of(hold).Acts = true;

    public void HeldAtExit(Hold hold, Exit exit) => Of(hold).HeldAt.Add(exit);

    public void EndedAtExit(Hold hold, HoldEnd end, Exit exit) => (end == HoldEnd.Refused ? Of(hold).LeftOpenAt : Of(hold).FreeAt).Add(exit);

    /// <summary>Notes that the outcome of a lock call went to code that cannot be followed.</summary>
    public void Undecided(IOperation acquire) => _undecided.Add(acquire);

    /// <summary>Notes a release on a path that does not hold the lock.</summary>
    public void ReleasedUnheld(LockCall release, Term? file, IEnumerable<Hold> refused, bool wasAsked)
    {
        var entry = _entries[release.Operation];
        entry.Refused.UnionWith(refused.Select(h => h.Call.Operation));
        if (file is not null && !wasAsked)
            entry.Unheld.Add(file);
    }

    public void ReleasedGone(LockCall release, IOperation before) => _entries[release.Operation].GoneBefore ??= before;

    public void ReleasedUnflushed(LockCall release, IOperation write, Term writer)
    {
        var entry = _entries[release.Operation];
        if (entry.Unflushed is null || write.Syntax.SpanStart > entry.Unflushed.Syntax.SpanStart)
            (entry.Unflushed, entry.UnflushedIn) = (write, writer);
    }

    public BodyFacts ToFacts() => new(
        member,
        _entries.Values.OrderBy(e => e.Call.Operation.Syntax.SpanStart).Select(ToFacts).ToImmutableArray(),
        Escapes.ToImmutableHashSet());

    private CallFacts ToFacts(Entry entry) => entry.ToFacts(member) with
    {
        IsUndecided = _undecided.Contains(entry.Call.Operation),
        UnearnedReleases = _entries.Values
            .Where(release => Protection.IsReleaseInFinallyAround(release.Call, entry.Call)
                && (release.Refused.Contains(entry.Call.Operation) || (entry.File is not null && release.Unheld.Contains(entry.File))))
            .Select(release => release.Call)
            .ToImmutableArray(),
    };

    private static bool HoldsExclusively(PathState state, Term? file) =>
        file is not null && state.Holds.Any(h => file.Equals(h.File) && h.Request.Exclusivity == Exclusivity.Exclusive);

    private Entry Of(Hold hold) => _entries[hold.Call.Operation];

    private sealed class Entry(LockCall call)
    {
        public LockCall Call => call;

        public LockArguments Arguments { get; set; } = LockArguments.None;

        public Term? File { get; set; }

        public bool UnderExclusive { get; set; }

        public bool Acts { get; set; }

        public HashSet<IOperation> Writes { get; } = [];

        public Dictionary<IOperation, LockCall> Releases { get; } = [];

        public HashSet<IOperation> Closings { get; } = [];

        public HashSet<Exit> HeldAt { get; } = [];

        public HashSet<Exit> FreeAt { get; } = [];

        public HashSet<Exit> LeftOpenAt { get; } = [];

        public HashSet<IOperation> Refused { get; } = [];

        public HashSet<Term> Unheld { get; } = [];

        public IOperation? GoneBefore { get; set; }

        public IOperation? Unflushed { get; set; }

        public Term? UnflushedIn { get; set; }

        public CallFacts ToFacts(ISymbol member) => new(call, member)
        {
            Arguments = Arguments,
            Request = LockRequest.Of(call.Function, Arguments),
            File = File,
            UnderExclusive = UnderExclusive,
            Acts = Acts,
            Writes = Writes.OrderBy(o => o.Syntax.SpanStart).ToImmutableArray(),
            Releases = Releases.Values.OrderBy(r => r.Operation.Syntax.SpanStart).ToImmutableArray(),
            Closings = Closings.OrderBy(o => o.Syntax.SpanStart).ToImmutableArray(),
            HeldAt = InOrder(HeldAt),
            FreeAt = InOrder(FreeAt),
            LeftOpenAt = InOrder(LeftOpenAt),
            GoneBefore = GoneBefore,
            Unflushed = Unflushed,
            UnflushedIn = UnflushedIn,
        };

        private static ImmutableArray<Exit> InOrder(IEnumerable<Exit> exits) =>
            exits.OrderBy(e => e.Location.SourceSpan.Start).ThenBy(e => e.Kind).ToImmutableArray();
    }
}
