using FileLocking.Native;
using FileLocking.Waiting;

namespace FileLocking;

/// <summary>Names a lock that excludes threads and processes from one another: a file, locked by the operating system.</summary>
/// <remarks>
/// <para>The object itself opens and creates nothing; it may be shared between threads and used again and again.
/// The file is created if it is missing and never truncated; by default it is never deleted.</para>
/// <para>Contention is a value, failure is an exception: <c>Try…</c> returns null while somebody else holds the lock, and every error of
/// the operating system is thrown as a <see cref="FileLockException"/> with path, operation and code.</para>
/// <para>The lock belongs to the returned handle, not to a thread. It is not reentrant: see <see cref="LockRecursionException"/> at
/// <see cref="Acquire(FileLockMode, TimeSpan?, CancellationToken)"/>.</para>
/// <para>Linux and macOS: <c>flock(2)</c>, or <c>fcntl(F_OFD_SETLK)</c> by option; advisory. Windows: <c>LockFileEx</c> over the whole
/// range; mandatory. The file is opened by <c>open(2)</c> or <c>CreateFileW</c> and has to be a regular one: a symbolic link is refused
/// whenever it is opened, a FIFO or a device when this object opens it for the first time, or waits for it.</para>
/// </remarks>
public sealed partial class FileLock : INamedLock
{
    /// <summary>Names the lock on the file at <paramref name="path"/>.</summary>
    /// <param name="path">The lock file; a relative path is taken from the current directory now, not later.</param>
    /// <param name="options">How to open the file and what to lock of it; null for the defaults.</param>
    /// <exception cref="ArgumentException">The path is null, empty or holds a null character, or an option has no such value.</exception>
    public FileLock(string path, FileLockOptions? options = null)
        : this(path, options, Platform.Current) { }

    internal FileLock(string path, FileLockOptions? options, Platform platform)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Options = options ?? new();
        if (Options.Access is not (FileAccess.Read or FileAccess.ReadWrite))
        {
            throw new ArgumentException("A lock file is opened for reading, or for reading and writing.", nameof(options));
        }
        if (Options.TimeProvider is null)
        {
            throw new ArgumentException("TimeProvider must not be null.", nameof(options));
        }
        Path = System.IO.Path.GetFullPath(path);
        Host = platform.Host;
        Backend = Options.Mechanism switch
        {
            FileLockMechanism.SystemDefault => platform.Default,
            FileLockMechanism.OpenFileDescription => platform.Ranged,
            _ => throw new ArgumentException("Unknown FileLockMechanism.", nameof(options)),
        };
        Range = Options.LockBeyondContent && Backend.HasRanges ? new(1L << 62, 1) : ByteRange.Whole;
        EncodedPath = Host.EncodePath(Path);
        Slot = (int)((uint)Path.GetHashCode() % Slots);
    }

    /// <summary>The full path of the lock file.</summary>
    public string Path { get; }

    string INamedLock.Name => Path;

    /// <summary>Takes the lock, waiting while somebody else holds it.</summary>
    /// <param name="mode">Exclusive, or shared with other shared holders.</param>
    /// <param name="timeout">
    /// How long to wait, at most <see cref="int.MaxValue"/> milliseconds; null or <see cref="Timeout.InfiniteTimeSpan"/> for as long as it
    /// takes, zero for one attempt.
    /// </param>
    /// <param name="cancellationToken">Ends the wait at once.</param>
    /// <returns>The held lock; dispose it to release.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The mode is neither of the two, or the timeout is negative or too long.</exception>
    /// <exception cref="TimeoutException">
    /// Somebody else held the lock all the time; the message says who, where the system tells.
    /// </exception>
    /// <exception cref="OperationCanceledException">The token was canceled; nothing is held.</exception>
    /// <exception cref="LockRecursionException">
    /// This thread already holds the lock and would wait for itself forever: the wait has neither timeout nor token.
    /// </exception>
    /// <exception cref="FileLockException">The file could not be opened or locked.</exception>
    /// <exception cref="FileLockNotSupportedException">The file system has no such locks.</exception>
    public FileLockHandle Acquire(
        FileLockMode mode = FileLockMode.Exclusive,
        TimeSpan? timeout = null,
        CancellationToken cancellationToken = default
    )
    {
        var limit = Check(mode, timeout ?? Timeout.InfiniteTimeSpan);
        return TrackThreadOwner(Acquisition.Take(this, new(mode, limit, ThrowsTimeout: true, Telemetry.Start(), cancellationToken))!);
    }

    /// <summary>Takes the lock if it is free, or becomes free in time.</summary>
    /// <param name="mode">Exclusive, or shared with other shared holders.</param>
    /// <param name="timeout">
    /// How long to wait, at most <see cref="int.MaxValue"/> milliseconds; zero, the default, for one attempt,
    /// <see cref="Timeout.InfiniteTimeSpan"/> for as long as it takes.
    /// </param>
    /// <param name="cancellationToken">Ends the wait at once.</param>
    /// <returns>The held lock, or null if somebody else has it.</returns>
    /// <inheritdoc cref="Acquire(FileLockMode, TimeSpan?, CancellationToken)" path="/exception[@cref!='T:System.TimeoutException']"/>
    public FileLockHandle? TryAcquire(
        FileLockMode mode = FileLockMode.Exclusive,
        TimeSpan timeout = default,
        CancellationToken cancellationToken = default
    )
    {
        var held = Acquisition.Take(this, new(mode, Check(mode, timeout), ThrowsTimeout: false, Telemetry.Start(), cancellationToken));
        return held is null ? null : TrackThreadOwner(held);
    }

    /// <summary>Takes the lock, waiting without blocking a thread of the caller's while somebody else holds it.</summary>
    /// <remarks>The first attempt, which opens the file, is made before the method returns. Recursion is not detected: a task that
    /// waits for its own lock cannot be told from a child task that waits for its parent's.</remarks>
    /// <param name="mode">Exclusive, or shared with other shared holders.</param>
    /// <param name="timeout">
    /// How long to wait, at most <see cref="int.MaxValue"/> milliseconds; null or <see cref="Timeout.InfiniteTimeSpan"/> for as long as it
    /// takes, zero for one attempt.
    /// </param>
    /// <param name="cancellationToken">Ends the wait at once.</param>
    /// <returns>The held lock; dispose it to release.</returns>
    /// <inheritdoc cref="Acquire(FileLockMode, TimeSpan?, CancellationToken)" path="/exception[@cref!='T:System.Threading.LockRecursionException']"/>
    public ValueTask<FileLockHandle> AcquireAsync(
        FileLockMode mode = FileLockMode.Exclusive,
        TimeSpan? timeout = null,
        CancellationToken cancellationToken = default
    )
    {
        var limit = Check(mode, timeout ?? Timeout.InfiniteTimeSpan);
        var taken = Acquisition.TakeAsync(this, new(mode, limit, ThrowsTimeout: true, Telemetry.Start(), cancellationToken));
        // Null would have been a TimeoutException, so the two kinds of task differ in their annotation alone.
        return taken.IsCompletedSuccessfully ? new(taken.Result!) : new(taken.AsTask()!);
    }

    /// <summary>Takes the lock if it is free, or becomes free in time, without blocking a thread of the caller's.</summary>
    /// <remarks>The first attempt, which opens the file, is made before the method returns.</remarks>
    /// <param name="mode">Exclusive, or shared with other shared holders.</param>
    /// <param name="timeout">
    /// How long to wait, at most <see cref="int.MaxValue"/> milliseconds; zero, the default, for one attempt,
    /// <see cref="Timeout.InfiniteTimeSpan"/> for as long as it takes.
    /// </param>
    /// <param name="cancellationToken">Ends the wait at once.</param>
    /// <returns>The held lock, or null if somebody else has it.</returns>
    /// <inheritdoc cref="AcquireAsync(FileLockMode, TimeSpan?, CancellationToken)" path="/exception[@cref!='T:System.TimeoutException']"/>
    public ValueTask<FileLockHandle?> TryAcquireAsync(
        FileLockMode mode = FileLockMode.Exclusive,
        TimeSpan timeout = default,
        CancellationToken cancellationToken = default
    ) => Acquisition.TakeAsync(this, new(mode, Check(mode, timeout), ThrowsTimeout: false, Telemetry.Start(), cancellationToken));

    /// <summary>Takes the exclusive lock, waiting until it is free or the token is canceled.</summary>
    /// <remarks>
    /// There is no such short form of <see cref="TryAcquire"/>: its default timeout is zero, so its token would end nothing.
    /// </remarks>
    /// <param name="cancellationToken">Ends the wait at once.</param>
    /// <returns>The held lock; dispose it to release.</returns>
    /// <inheritdoc cref="Acquire(FileLockMode, TimeSpan?, CancellationToken)" path="/exception[@cref!='T:System.TimeoutException']"/>
    public FileLockHandle Acquire(CancellationToken cancellationToken) => Acquire(FileLockMode.Exclusive, timeout: null, cancellationToken);

    /// <summary>
    /// Takes the exclusive lock, waiting without blocking a thread of the caller's until it is free or the token is canceled.
    /// </summary>
    /// <param name="cancellationToken">Ends the wait at once.</param>
    /// <returns>The held lock; dispose it to release.</returns>
    /// <inheritdoc cref="AcquireAsync(FileLockMode, TimeSpan?, CancellationToken)" path="/exception[@cref!='T:System.TimeoutException']"/>
    public ValueTask<FileLockHandle> AcquireAsync(CancellationToken cancellationToken) =>
        AcquireAsync(FileLockMode.Exclusive, timeout: null, cancellationToken);

    /// <summary>Takes several locks, or none: one after the other, in the order of their full paths, whatever the order given.</summary>
    /// <remarks>
    /// Because everybody takes them in one order, nobody waits in a circle. That holds as long as all callers know each file by one name; a
    /// file that is given under two names is locked once. A deadlock between callers that know the files by different names ends only by a
    /// timeout or a token.
    /// </remarks>
    /// <param name="locks">The locks; none is a set of none.</param>
    /// <param name="mode">Exclusive, or shared with other shared holders; the same for all.</param>
    /// <param name="timeout">
    /// How long to wait for all of them together, by the clock of the first, at most <see cref="int.MaxValue"/> milliseconds; null or
    /// <see cref="Timeout.InfiniteTimeSpan"/> for as long as it takes.
    /// </param>
    /// <param name="cancellationToken">Ends the wait at once.</param>
    /// <returns>The held locks; dispose the set to release them.</returns>
    /// <exception cref="ArgumentNullException">There is no sequence of locks, or one of them is null.</exception>
    /// <inheritdoc cref="AcquireAsync(FileLockMode, TimeSpan?, CancellationToken)" path="/exception"/>
    public static ValueTask<FileLockSet> AcquireAllAsync(
        IEnumerable<FileLock> locks,
        FileLockMode mode = FileLockMode.Exclusive,
        TimeSpan? timeout = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(locks);
        var limit = Check(mode, timeout ?? Timeout.InfiniteTimeSpan);
        var inOrder = locks.ToList();
        if (inOrder.Contains(null!))
        {
            throw new ArgumentNullException(nameof(locks), "One of the locks is null.");
        }
        var names = OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;
        return AcquireInOrderAsync(
            [.. inOrder.DistinctBy(one => one.Path, names).OrderBy(one => one.Path, names)],
            mode,
            limit,
            cancellationToken
        );
    }

    /// <summary>Tells who holds a lock on the file now, as far as that can be known.</summary>
    /// <remarks>
    /// On Linux the system tells (<c>/proc/locks</c>; for open-file-description locks <c>/proc/PID/fdinfo</c>, of 10,000 open files at
    /// most): the processes of this machine and pid namespace, shared and exclusive holders alike. Where it tells nobody, and
    /// <see cref="FileLockOptions.RecordHolder"/> is set, it is what the last exclusive holder wrote into the file: empty once that holder
    /// has released the lock, out of date if it was killed. Either may have changed by the time it is read.
    /// </remarks>
    /// <returns>The holders, in no particular order; empty where nobody holds the lock or nobody can tell.</returns>
    /// <exception cref="FileLockException">The file's content could not be read.</exception>
    public IReadOnlyList<FileLockHolder> GetHolders()
    {
        if (!TryIdentify(out var identity))
        {
            return [];
        }
        var told = Host.FindHolders(identity);
        return told.Count == 0 && Options.RecordHolder && ReadRecordedHolder() is { } recorded ? [recorded] : told;
    }

    /// <summary>The path of the lock file.</summary>
    public override string ToString() => Path;

    ILockHandle INamedLock.Acquire(FileLockMode mode, TimeSpan? timeout, CancellationToken cancellationToken) =>
        Acquire(mode, timeout, cancellationToken);

    ILockHandle? INamedLock.TryAcquire(FileLockMode mode, TimeSpan timeout, CancellationToken cancellationToken) =>
        TryAcquire(mode, timeout, cancellationToken);

    async ValueTask<ILockHandle> INamedLock.AcquireAsync(FileLockMode mode, TimeSpan? timeout, CancellationToken cancellationToken) =>
        await AcquireAsync(mode, timeout, cancellationToken).ConfigureAwait(false);

    async ValueTask<ILockHandle?> INamedLock.TryAcquireAsync(FileLockMode mode, TimeSpan timeout, CancellationToken cancellationToken) =>
        await TryAcquireAsync(mode, timeout, cancellationToken).ConfigureAwait(false);

    private static async ValueTask<FileLockSet> AcquireInOrderAsync(
        FileLock[] locks,
        FileLockMode mode,
        TimeSpan limit,
        CancellationToken cancellationToken
    )
    {
        var held = new FileLockSet(new(locks.Length));
        try
        {
            var deadline = new Deadline(locks is [{ } first, ..] ? first.Options.TimeProvider : TimeProvider.System, limit);
            foreach (var one in locks)
            {
                if (await one.TryAcquireAsync(mode, TimeSpan.Zero, cancellationToken).ConfigureAwait(false) is { } free)
                {
                    held.Add(free);
                }
                else if (!held.Any(one.NamesFileOf))
                {
                    held.Add(await one.AcquireAsync(mode, deadline.Remaining, cancellationToken).ConfigureAwait(false));
                }
            }
            return held;
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    private static TimeSpan Check(FileLockMode mode, TimeSpan timeout)
    {
        if (mode is not (FileLockMode.Exclusive or FileLockMode.Shared))
        {
            throw new ArgumentOutOfRangeException(nameof(mode), mode, "Unknown FileLockMode.");
        }
        if ((timeout < TimeSpan.Zero && timeout != Timeout.InfiniteTimeSpan) || timeout.TotalMilliseconds > int.MaxValue)
        {
            throw new ArgumentOutOfRangeException(
                nameof(timeout),
                timeout,
                "A timeout is zero, at most int.MaxValue milliseconds, or Timeout.InfiniteTimeSpan."
            );
        }
        return timeout;
    }

    private static FileLockHandle TrackThreadOwner(FileLockHandle held)
    {
        ThreadHolds.Add(held);
        return held;
    }
}
