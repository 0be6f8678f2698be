namespace FileLocking;

/// <summary>A lock that excludes whoever uses the same name: a lock file, a key of a database server, a fake in a test.</summary>
/// <remarks>
/// <para>The contract of the four verbs. <c>Try…</c> returns null where <c>Acquire…</c> throws <see cref="TimeoutException"/>: somebody
/// else held the lock all the time. All four throw <see cref="OperationCanceledException"/> for their token, and then hold nothing; any
/// other exception is a failure of the engine. A timeout is zero (one attempt), a positive time, or
/// <see cref="Timeout.InfiniteTimeSpan"/>; null stands for infinite. It may be told late, never early.</para>
/// <para>An implementation is thread-safe, may be used again and again, and holds nothing itself: the lock belongs to the returned handle,
/// and to no thread. Whether a lock is reentrant, whether waiters are served in order, and what a shared lock excludes beyond exclusive
/// ones is the engine's own. An engine without shared locks throws <see cref="NotSupportedException"/> when asked for one.</para>
/// </remarks>
public interface INamedLock
{
    /// <summary>
    /// What the lock is known by: the full path of a lock file, the key on a server. The same name excludes, another does not.
    /// </summary>
    string Name { get; }

    /// <summary>Takes the lock, waiting while somebody else holds it.</summary>
    /// <param name="mode">Exclusive, or shared with other shared holders.</param>
    /// <param name="timeout">
    /// How long to wait; null or <see cref="Timeout.InfiniteTimeSpan"/> for as long as it takes, zero for one attempt.
    /// </param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The held lock; dispose it to release.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The mode is unknown, or the timeout is negative or too long.</exception>
    /// <exception cref="TimeoutException">Somebody else held the lock all the time.</exception>
    /// <exception cref="OperationCanceledException">The token was canceled; nothing is held.</exception>
    ILockHandle Acquire(
        FileLockMode mode = FileLockMode.Exclusive,
        TimeSpan? timeout = null,
        CancellationToken cancellationToken = default
    );

    /// <summary>Takes the lock if it is free, or becomes free in time.</summary>
    /// <param name="mode">Exclusive, or shared with other shared holders.</param>
    /// <param name="timeout">
    /// How long to wait; zero, the default, for one attempt, <see cref="Timeout.InfiniteTimeSpan"/> for as long as it takes.
    /// </param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The held lock, or null if somebody else has it.</returns>
    /// <inheritdoc cref="Acquire" path="/exception[@cref!='T:System.TimeoutException']"/>
    ILockHandle? TryAcquire(
        FileLockMode mode = FileLockMode.Exclusive,
        TimeSpan timeout = default,
        CancellationToken cancellationToken = default
    );

    /// <summary>Takes the lock, waiting without blocking a thread while somebody else holds it.</summary>
    /// <inheritdoc cref="Acquire" path="/*[self::param or self::returns or self::exception]"/>
    ValueTask<ILockHandle> AcquireAsync(
        FileLockMode mode = FileLockMode.Exclusive,
        TimeSpan? timeout = null,
        CancellationToken cancellationToken = default
    );

    /// <summary>Takes the lock if it is free, or becomes free in time, without blocking a thread.</summary>
    /// <inheritdoc cref="TryAcquire" path="/*[self::param or self::returns or self::exception]"/>
    ValueTask<ILockHandle?> TryAcquireAsync(
        FileLockMode mode = FileLockMode.Exclusive,
        TimeSpan timeout = default,
        CancellationToken cancellationToken = default
    );
}
