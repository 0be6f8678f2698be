using System.Runtime.CompilerServices;

namespace LockAnalyzers.Judgement;

/// <summary>
/// A value that is computed once, whatever the number of threads that ask for it: they wait for the first one. A computation that is
/// cancelled leaves nothing behind, so that the next one to ask computes it anew.
/// </summary>
internal sealed class Once<T>
{
    private readonly object _gate = new();
    private volatile StrongBox<T>? _value;

    public T Get(Func<CancellationToken, T> compute, CancellationToken cancellation)
    {
        if (_value is { } known)
            return known.Value!;

        lock (_gate)
        {
            _value ??= new StrongBox<T>(compute(cancellation));
            return _value.Value!;
        }
    }
}
