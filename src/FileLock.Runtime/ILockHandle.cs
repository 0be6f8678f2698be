namespace FileLocking;

/// <summary>A held lock, of whatever engine. Disposing it releases the lock; a second call does nothing.</summary>
/// <remarks>
/// <para>A lock that nobody disposes is released some day after the garbage collector has found the handle, or when the process ends:
/// keep it in a <c>using</c>.</para>
/// <para>Some engines can lose a lock that nobody released: the connection to a database server breaks, a lease runs out. Then
/// <see cref="LostToken"/> is canceled and <see cref="IsHeld"/> becomes false. Work that must not go on without the lock takes the
/// token.</para>
/// </remarks>
public interface ILockHandle : IDisposable, IAsyncDisposable
{
    /// <summary>Whether the lock admits, or admitted, other shared holders.</summary>
    FileLockMode Mode { get; }

    /// <summary>Whether the lock is still held: neither released nor, as far as this process knows, lost.</summary>
    bool IsHeld { get; }

    /// <summary>
    /// Canceled when the lock was lost without having been released. Releasing it does not cancel the token. An engine that cannot lose a
    /// lock returns <see cref="CancellationToken.None"/>.
    /// </summary>
    CancellationToken LostToken { get; }
}
