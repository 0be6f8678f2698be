using System.Runtime.CompilerServices;

namespace LockAnalyzers.Interpretation;

/// <summary>
/// A value that is computed once, whatever the number of threads that ask for it: they wait for the first one. A computation that is
/// cancelled leaves nothing behind, so that the next one to ask computes it anew.
/// </summary>
internal sealed class Once<T>(Func<CancellationToken, T> compute)
{
    private readonly object _gate = new();
    private volatile StrongBox<T>? _value;

    /// <summary>True when somebody has asked for the value already.</summary>
    public bool IsKnown => _value is not null;

    public T Value(CancellationToken cancellation)
    {
        if (_value is { } known)
            return known.Value!;

        lock (_gate)
            return (_value ??= new StrongBox<T>(compute(cancellation))).Value!;
    }
}
