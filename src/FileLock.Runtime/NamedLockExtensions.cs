namespace FileLocking;

/// <summary>Short forms of the verbs of <see cref="INamedLock"/>, for every engine.</summary>
public static class NamedLockExtensions
{
    /// <summary>Takes the exclusive lock, waiting until it is free or the token is canceled.</summary>
    /// <param name="namedLock">The lock.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The held lock; dispose it to release.</returns>
    /// <exception cref="OperationCanceledException">The token was canceled; nothing is held.</exception>
    public static ILockHandle Acquire(this INamedLock namedLock, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(namedLock);
        return namedLock.Acquire(FileLockMode.Exclusive, timeout: null, cancellationToken);
    }

    /// <summary>Takes the exclusive lock, waiting without blocking a thread until it is free or the token is canceled.</summary>
    /// <inheritdoc cref="Acquire(INamedLock, CancellationToken)" path="/*[self::param or self::returns or self::exception]"/>
    public static ValueTask<ILockHandle> AcquireAsync(this INamedLock namedLock, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(namedLock);
        return namedLock.AcquireAsync(FileLockMode.Exclusive, timeout: null, cancellationToken);
    }

    /// <summary>Runs an action while holding the exclusive lock, waiting for it first.</summary>
    /// <param name="namedLock">The lock.</param>
    /// <param name="action">What to run.</param>
    /// <param name="timeout">How long to wait for the lock; null for as long as it takes.</param>
    /// <param name="cancellationToken">Ends the wait for the lock; the action is not run then.</param>
    /// <exception cref="TimeoutException">Somebody else held the lock all the time; the action was not run.</exception>
    /// <exception cref="OperationCanceledException">The token was canceled; the action was not run.</exception>
    public static void Run(
        this INamedLock namedLock,
        Action action,
        TimeSpan? timeout = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(namedLock);
        ArgumentNullException.ThrowIfNull(action);
        using var held = namedLock.Acquire(FileLockMode.Exclusive, timeout, cancellationToken);
        action();
    }

    /// <summary>Runs a function while holding the exclusive lock, waiting for it first.</summary>
    /// <typeparam name="T">What the function returns: no task, for the lock would be released before the task ends.</typeparam>
    /// <param name="namedLock">The lock.</param>
    /// <param name="function">What to run.</param>
    /// <param name="timeout">How long to wait for the lock; null for as long as it takes.</param>
    /// <param name="cancellationToken">Ends the wait for the lock; the function is not run then.</param>
    /// <returns>What the function returned.</returns>
    /// <exception cref="ArgumentException">The function returns a task: use <c>RunAsync</c>.</exception>
    /// <inheritdoc cref="Run(INamedLock, Action, TimeSpan?, CancellationToken)" path="/exception"/>
    public static T Run<T>(
        this INamedLock namedLock,
        Func<T> function,
        TimeSpan? timeout = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(namedLock);
        ArgumentNullException.ThrowIfNull(function);
        var isValueTask =
            typeof(T) == typeof(ValueTask) || (typeof(T).IsGenericType && typeof(T).GetGenericTypeDefinition() == typeof(ValueTask<>));
        if (isValueTask || typeof(Task).IsAssignableFrom(typeof(T)))
        {
            throw new ArgumentException("The lock would be released before the returned task ends; use RunAsync.", nameof(function));
        }
        using var held = namedLock.Acquire(FileLockMode.Exclusive, timeout, cancellationToken);
        return function();
    }

    /// <summary>Runs an asynchronous function while holding the exclusive lock, waiting for it first.</summary>
    /// <param name="namedLock">The lock.</param>
    /// <param name="function">What to run; it is given the token.</param>
    /// <param name="timeout">How long to wait for the lock; null for as long as it takes.</param>
    /// <param name="cancellationToken">Ends the wait for the lock; the function is not run then.</param>
    /// <returns>A task that ends when the function has ended and the lock is released.</returns>
    /// <inheritdoc cref="Run(INamedLock, Action, TimeSpan?, CancellationToken)" path="/exception"/>
    public static async Task RunAsync(
        this INamedLock namedLock,
        Func<CancellationToken, Task> function,
        TimeSpan? timeout = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(namedLock);
        ArgumentNullException.ThrowIfNull(function);
        var held = await namedLock.AcquireAsync(FileLockMode.Exclusive, timeout, cancellationToken).ConfigureAwait(false);
        await using (held.ConfigureAwait(false))
        {
            await function(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <typeparam name="T">What the function's task returns.</typeparam>
    /// <returns>What the function's task returned; the task ends when the lock is released.</returns>
    /// <inheritdoc cref="RunAsync(INamedLock, Func{CancellationToken, Task}, TimeSpan?, CancellationToken)"/>
    public static async Task<T> RunAsync<T>(
        this INamedLock namedLock,
        Func<CancellationToken, Task<T>> function,
        TimeSpan? timeout = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(namedLock);
        ArgumentNullException.ThrowIfNull(function);
        var held = await namedLock.AcquireAsync(FileLockMode.Exclusive, timeout, cancellationToken).ConfigureAwait(false);
        await using (held.ConfigureAwait(false))
        {
            return await function(cancellationToken).ConfigureAwait(false);
        }
    }
}
