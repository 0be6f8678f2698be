using LockAnalyzers.Model.Facts;
using LockAnalyzers.Model.Paths;

namespace LockAnalyzers.Interpretation;

/// <summary>
/// The states that meet at one point of a body. States with the same lock history are joined into one; from
/// <see cref="CoarseningThreshold"/> states on, it is enough that they hold the same locks.
/// </summary>
/// <param name="keepsResults">
/// Between two operations of one block, states are also kept apart by the lock results that their variables hold: the block is about to
/// test them.
/// </param>
internal sealed class StateSet(bool keepsResults = false)
{
    /// <summary>From so many states on, states that differ only in how they got rid of locks are joined.</summary>
    public const int CoarseningThreshold = 24;

    /// <summary>If more states than this hold different locks at one point, the body is beyond the bounds.</summary>
    public const int MaxStates = 48;

    private readonly List<PathState> _states = [];

    public int Count => _states.Count;

    public PathState this[int index] => _states[index];

    public IReadOnlyList<PathState> States => _states;

    /// <summary>
    /// Adds a state; returns the index of the state that is new or has changed by it, or -1 where it teaches nothing new.
    /// </summary>
    public int Add(PathState state)
    {
        var same = _states.FindIndex(s =>
            Count < CoarseningThreshold
                ? s.HasSameLockHistoryAs(state) && (!keepsResults || s.KeepsSameResultsAs(state))
                : s.HoldsSameLocksAs(state)
        );
        if (same < 0)
        {
            if (Count == MaxStates)
                throw new BodyBoundException(BodyBound.States);

            _states.Add(state);
            return Count - 1;
        }

        var joined = _states[same].Join(state);
        if (ReferenceEquals(joined, _states[same]))
            return -1;

        _states[same] = joined;
        return same;
    }
}
