using LockAnalyzers.Model.Facts;

namespace LockAnalyzers.Interpretation;

/// <summary>Bounds the work on one body: one step is one operation evaluated in one state in one of the ways it can turn out.</summary>
internal sealed class WorkBudget(int operations, CancellationToken cancellation)
{
    private const int Least = 20_000;

    /// <summary>
    /// Straight-line code needs at most <see cref="StateSet.MaxStates"/> steps for each operation, loops a small multiple.
    /// </summary>
    private const int ForEachOperation = 4 * StateSet.MaxStates;

    private int _left = Least + ForEachOperation * operations;

    /// <summary>The steps that were made.</summary>
    public int Steps { get; private set; }

    public CancellationToken Cancellation => cancellation;

    public void Charge()
    {
        cancellation.ThrowIfCancellationRequested();
        Steps++;
        if (--_left < 0)
            throw new BodyBoundException(BodyBound.Steps);
    }
}
