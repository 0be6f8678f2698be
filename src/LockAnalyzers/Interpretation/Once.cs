namespace LockAnalyzers.Interpretation;

/// <summary>A value that is computed by one thread, while the others wait for it. A computation that is cancelled leaves no trace.</summary>
internal sealed class Once<T>(Func<CancellationToken, T> compute)
    where T : class
{
    private readonly object _gate = new();
    private volatile T? _value;

    /// <summary>The value, where somebody has asked for it already.</summary>
    public T? IfKnown => _value;

    public T Value(CancellationToken cancellation)
    {
        if (_value is { } known)
            return known;

        lock (_gate)
            return _value ??= compute(cancellation);
    }
}
