using System.Collections;

namespace FileLocking;

/// <summary>
/// Several held locks, taken by <see cref="FileLock.AcquireAllAsync"/>. Disposing it releases all of them, the last one first.
/// </summary>
public sealed class FileLockSet : IReadOnlyList<FileLockHandle>, IDisposable, IAsyncDisposable
{
    private readonly List<FileLockHandle> _handles;

    internal FileLockSet(List<FileLockHandle> handles) => _handles = handles;

    /// <summary>How many locks are held; one file that was named twice is held once.</summary>
    public int Count => _handles.Count;

    /// <summary>A held lock, by its place in the order in which they were taken.</summary>
    /// <param name="index">From 0 to <see cref="Count"/> less 1.</param>
    public FileLockHandle this[int index] => _handles[index];

    /// <inheritdoc/>
    public IEnumerator<FileLockHandle> GetEnumerator() => _handles.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal void Add(FileLockHandle handle) => _handles.Add(handle);

    /// <summary>Releases all locks, the last one first. A second call does nothing.</summary>
    /// <exception cref="FileLockException">
    /// The system refused to release one; the others are released all the same, and Dispose may be called again for that one.
    /// </exception>
    public void Dispose()
    {
        Exception? first = null;
        for (var i = _handles.Count - 1; i >= 0; i--)
        {
            try
            {
                _handles[i].Dispose();
            }
            catch (FileLockException e)
            {
                first ??= e;
            }
        }
        if (first is not null)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(first);
        }
    }

    /// <summary>The same as <see cref="Dispose"/>; releasing never waits.</summary>
    /// <returns>A completed task.</returns>
    /// <inheritdoc cref="Dispose" path="/exception"/>
    public ValueTask DisposeAsync()
    {
        try
        {
            Dispose();
            return default;
        }
        catch (FileLockException e)
        {
            return ValueTask.FromException(e);
        }
    }
}
