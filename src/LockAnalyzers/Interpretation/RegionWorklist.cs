using LockAnalyzers.Model.Paths;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace LockAnalyzers.Interpretation;

/// <summary>
/// The blocks of one region that are still to be interpreted, with the states that enter them. A finally block has a worklist of its own
/// for each way into it, inside the one of the region that it is left to.
/// </summary>
internal sealed class RegionWorklist(ControlFlowRegion region, RegionWorklist? outer)
{
    private readonly SortedSet<int> _pendingBlocks = [];
    private readonly Dictionary<int, StateSet> _entries = [];
    private readonly Dictionary<int, SortedSet<int>> _pendingStates = [];
    private readonly Dictionary<(ControlFlowRegion, ExceptionFlow), StateSet> _unwound = [];

    /// <summary>The states in which the region was left by its end.</summary>
    public List<PathState> ExitStates { get; } = [];

    /// <summary>This worklist, or the one around it that the block belongs to.</summary>
    public RegionWorklist Holding(int ordinal) =>
        outer is null || (region.FirstBlockOrdinal <= ordinal && ordinal <= region.LastBlockOrdinal) ? this : outer.Holding(ordinal);

    /// <summary>A path enters a block.</summary>
    public void Enter(int ordinal, PathState state)
    {
        if (!_entries.TryGetValue(ordinal, out var states))
        {
            _entries.Add(ordinal, states = new());
            _pendingStates.Add(ordinal, []);
        }

        if (states.Add(state) is >= 0 and var changed)
        {
            _pendingStates[ordinal].Add(changed);
            _pendingBlocks.Add(ordinal);
        }
    }

    /// <summary>The next state to be interpreted, that of the first block first; null when no state has changed.</summary>
    public (int Ordinal, PathState State)? Next()
    {
        if (_pendingBlocks.Count == 0)
            return null;

        var ordinal = _pendingBlocks.Min;
        var pending = _pendingStates[ordinal];
        var index = pending.Min;
        pending.Remove(index);
        if (pending.Count == 0)
            _pendingBlocks.Remove(ordinal);
        return (ordinal, _entries[ordinal][index]);
    }

    public bool HasEntered(int ordinal) => _entries.ContainsKey(ordinal);

    /// <summary>The tries with handlers that were reached, each with a state at its start.</summary>
    public List<(ControlFlowRegion Tried, PathState Entry)> TriesEntered()
    {
        var entered = new List<(ControlFlowRegion, PathState)>();
        Add(region);
        return entered;

        void Add(ControlFlowRegion around)
        {
            foreach (var nested in around.NestedRegions)
            {
                if (nested.Kind == ControlFlowRegionKind.Finally)
                    continue;
                if (
                    nested.Kind == ControlFlowRegionKind.Try
                    && around.Kind == ControlFlowRegionKind.TryAndCatch
                    && _entries.TryGetValue(nested.FirstBlockOrdinal, out var states)
                )
                    entered.Add((nested, states[0]));
                Add(nested);
            }
        }
    }

    /// <summary>False for a state that teaches nothing new about the exceptions that leave <paramref name="tried"/>.</summary>
    public bool IsNewAt(ControlFlowRegion tried, ExceptionFlow flow, PathState state)
    {
        if (!_unwound.TryGetValue((tried, flow), out var states))
            _unwound.Add((tried, flow), states = new());

        return states.Add(state) >= 0;
    }
}
