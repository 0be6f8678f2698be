namespace FileLocking;

/// <summary>Locks on directories, by a lock file beside each: <c>/data/db</c> is locked by <c>/data/db.lock</c>.</summary>
/// <remarks>Windows cannot lock a directory itself, and a lock file inside it would be deleted or copied along with it.</remarks>
public static class DirectoryLock
{
    private const string Suffix = ".lock";

    /// <summary>Names the lock on a directory, which need not exist.</summary>
    /// <param name="directory">The directory; a relative path is taken from the current directory now, not later.</param>
    /// <param name="options">How to open the lock file; null for the defaults.</param>
    /// <returns>The lock on the file beside the directory.</returns>
    /// <exception cref="ArgumentException">The path is null, empty or holds a null character, or names a root, which has nothing beside it.</exception>
    public static FileLock For(string directory, FileLockOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        string path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory));
        if (Path.GetDirectoryName(path) is null) throw new ArgumentException("A root directory has no place beside it for a lock file.", nameof(directory));
        return new(path + Suffix, options);
    }

    /// <summary>Runs an action while holding the directory's exclusive lock, waiting for it first.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="action">What to run.</param>
    /// <param name="timeout">How long to wait for the lock, at most <see cref="int.MaxValue"/> milliseconds; null for as long as it takes.</param>
    /// <param name="cancellationToken">Ends the wait for the lock; the action is not run then.</param>
    /// <exception cref="ArgumentException">The path is none, as in <see cref="For"/>, or there is no action.</exception>
    /// <inheritdoc cref="FileLock.Acquire" path="/exception"/>
    public static void Run(string directory, Action action, TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(action);
        using FileLockHandle held = For(directory).Acquire(LockMode.Exclusive, timeout, cancellationToken);
        action();
    }

    /// <summary>Runs an asynchronous action while holding the directory's exclusive lock, waiting for it first.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="action">What to run; it is given the token.</param>
    /// <param name="timeout">How long to wait for the lock, at most <see cref="int.MaxValue"/> milliseconds; null for as long as it takes.</param>
    /// <param name="cancellationToken">Ends the wait for the lock; the action is not run then.</param>
    /// <returns>A task that ends when the action has ended and the lock is released.</returns>
    /// <exception cref="ArgumentException">The path is none, as in <see cref="For"/>, or there is no action.</exception>
    /// <inheritdoc cref="FileLock.AcquireAsync" path="/exception"/>
    public static async Task RunAsync(
        string directory, Func<CancellationToken, Task> action, TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(action);
        FileLockHandle held = await For(directory).AcquireAsync(LockMode.Exclusive, timeout, cancellationToken).ConfigureAwait(false);
        await using (held.ConfigureAwait(false))
        {
            await action(cancellationToken).ConfigureAwait(false);
        }
    }
}
