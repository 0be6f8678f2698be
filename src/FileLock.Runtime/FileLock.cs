using System.Diagnostics;
using System.Globalization;
using System.Runtime.ExceptionServices;
using FileLocking.Native;
using FileLocking.Waiting;

namespace FileLocking;

/// <summary>Names a lock that excludes threads and processes from one another: a file, locked by the operating system.</summary>
/// <remarks>
/// <para>The object itself opens and creates nothing; it may be shared between threads and used again and again.
/// The file is created if it is missing and never truncated; by default it is never deleted.</para>
/// <para>Contention is a value, failure is an exception: <c>Try…</c> returns null while somebody else holds the lock, and every error of
/// the operating system is thrown as a <see cref="FileLockException"/> with path, operation and code.</para>
/// <para>The lock belongs to the returned handle, not to a thread. It is not reentrant: see <see cref="LockRecursionException"/> at <see cref="Acquire(FileLockMode, TimeSpan?, CancellationToken)"/>.</para>
/// <para>Linux and macOS: <c>flock(2)</c>, or <c>fcntl(F_OFD_SETLK)</c> by option; advisory. Windows: <c>LockFileEx</c> over the whole range; mandatory.
/// The file is opened by <c>open(2)</c> or <c>CreateFileW</c> and has to be a regular one: a symbolic link is refused whenever it is opened, a FIFO or a
/// device when this object opens it for the first time, or waits for it.</para>
/// </remarks>
public sealed class FileLock : INamedLock
{
    // That the path names no FIFO and no device is seen once: it guards against mistakes, and it costs a system call.
    private volatile bool _isRegular;

    /// <summary>Names the lock on the file at <paramref name="path"/>.</summary>
    /// <param name="path">The lock file; a relative path is taken from the current directory now, not later.</param>
    /// <param name="options">How to open the file and what to lock of it; null for the defaults.</param>
    /// <exception cref="ArgumentException">The path is null, empty or holds a null character, or an option has no such value.</exception>
    public FileLock(string path, FileLockOptions? options = null)
        : this(path, options, Platform.Current)
    {
    }

    internal FileLock(string path, FileLockOptions? options, Platform platform)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Options = options ?? new();
        if (Options.Access is not (FileAccess.Read or FileAccess.ReadWrite)) throw new ArgumentException("A lock file is opened for reading, or for reading and writing.", nameof(options));
        if (Options.TimeProvider is null) throw new ArgumentException("TimeProvider must not be null.", nameof(options));
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
    }

    /// <summary>The full path of the lock file.</summary>
    public string Path { get; }

    string INamedLock.Name => Path;

    internal FileLockOptions Options { get; }

    internal IHost Host { get; }

    internal ILockBackend Backend { get; }

    internal ByteRange Range { get; }

    internal byte[] EncodedPath { get; }

    /// <summary>Takes the lock, waiting while somebody else holds it.</summary>
    /// <param name="mode">Exclusive, or shared with other shared holders.</param>
    /// <param name="timeout">
    /// How long to wait, at most <see cref="int.MaxValue"/> milliseconds; null or <see cref="Timeout.InfiniteTimeSpan"/> for as long as it takes,
    /// zero for one attempt.
    /// </param>
    /// <param name="cancellationToken">Ends the wait at once.</param>
    /// <returns>The held lock; dispose it to release.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The mode is neither of the two, or the timeout is negative or too long.</exception>
    /// <exception cref="TimeoutException">Somebody else held the lock all the time; the message says who, where the system tells.</exception>
    /// <exception cref="OperationCanceledException">The token was canceled; nothing is held.</exception>
    /// <exception cref="LockRecursionException">This thread already holds the lock and would wait for itself forever: the wait has neither timeout nor token.</exception>
    /// <exception cref="FileLockException">The file could not be opened or locked.</exception>
    /// <exception cref="FileLockNotSupportedException">The file system has no such locks.</exception>
    public FileLockHandle Acquire(FileLockMode mode = FileLockMode.Exclusive, TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        TimeSpan limit = Check(mode, timeout ?? Timeout.InfiniteTimeSpan);
        ValueTask<FileLockHandle?> taken = Take(mode, limit, synchronous: true, cancellationToken);
        Debug.Assert(taken.IsCompleted, "A synchronous wait has blocked until it was over.");
        return TrackThreadOwner(taken.Result) ?? throw TimedOut(mode, limit);
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
        FileLockMode mode = FileLockMode.Exclusive, TimeSpan timeout = default, CancellationToken cancellationToken = default)
    {
        ValueTask<FileLockHandle?> taken = Take(mode, Check(mode, timeout), synchronous: true, cancellationToken);
        Debug.Assert(taken.IsCompleted, "A synchronous wait has blocked until it was over.");
        return TrackThreadOwner(taken.Result);
    }

    /// <summary>Takes the lock, waiting without blocking a thread of the caller's while somebody else holds it.</summary>
    /// <remarks>The first attempt, which opens the file, is made before the method returns. Recursion is not detected: a task that
    /// waits for its own lock cannot be told from a child task that waits for its parent's.</remarks>
    /// <param name="mode">Exclusive, or shared with other shared holders.</param>
    /// <param name="timeout">
    /// How long to wait, at most <see cref="int.MaxValue"/> milliseconds; null or <see cref="Timeout.InfiniteTimeSpan"/> for as long as it takes,
    /// zero for one attempt.
    /// </param>
    /// <param name="cancellationToken">Ends the wait at once.</param>
    /// <returns>The held lock; dispose it to release.</returns>
    /// <inheritdoc cref="Acquire(FileLockMode, TimeSpan?, CancellationToken)" path="/exception[@cref!='T:System.Threading.LockRecursionException']"/>
    public ValueTask<FileLockHandle> AcquireAsync(
        FileLockMode mode = FileLockMode.Exclusive, TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        TimeSpan limit = Check(mode, timeout ?? Timeout.InfiniteTimeSpan);
        ValueTask<FileLockHandle?> taken = TakeAsync(mode, limit, cancellationToken);
        return taken.IsCompletedSuccessfully && taken.Result is { } held ? new(held) : OrTimedOut(taken, mode, limit);
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
        FileLockMode mode = FileLockMode.Exclusive, TimeSpan timeout = default, CancellationToken cancellationToken = default) =>
        TakeAsync(mode, Check(mode, timeout), cancellationToken);

    /// <summary>Takes the exclusive lock, waiting until it is free or the token is canceled.</summary>
    /// <remarks>
    /// There is no such short form of <see cref="TryAcquire"/>: its default timeout is zero, so its token would end nothing.
    /// </remarks>
    /// <param name="cancellationToken">Ends the wait at once.</param>
    /// <returns>The held lock; dispose it to release.</returns>
    /// <inheritdoc cref="Acquire(FileLockMode, TimeSpan?, CancellationToken)" path="/exception[@cref!='T:System.TimeoutException']"/>
    public FileLockHandle Acquire(CancellationToken cancellationToken) => Acquire(FileLockMode.Exclusive, timeout: null, cancellationToken);

    /// <summary>Takes the exclusive lock, waiting without blocking a thread of the caller's until it is free or the token is canceled.</summary>
    /// <param name="cancellationToken">Ends the wait at once.</param>
    /// <returns>The held lock; dispose it to release.</returns>
    /// <inheritdoc cref="AcquireAsync(FileLockMode, TimeSpan?, CancellationToken)" path="/exception[@cref!='T:System.TimeoutException']"/>
    public ValueTask<FileLockHandle> AcquireAsync(CancellationToken cancellationToken) =>
        AcquireAsync(FileLockMode.Exclusive, timeout: null, cancellationToken);

    /// <summary>Takes several locks, or none: one after the other, in the order of their full paths, whatever the order given.</summary>
    /// <remarks>
    /// Because everybody takes them in one order, nobody waits in a circle. That holds as long as all callers know each file by one name; a file
    /// that is given under two names is locked once. A deadlock between callers that know the files by different names ends only by a
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
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(locks);
        var limit = Check(mode, timeout ?? Timeout.InfiniteTimeSpan);
        var inOrder = locks.ToList();
        if (inOrder.Contains(null!))
        {
            throw new ArgumentNullException(nameof(locks), "One of the locks is null.");
        }
        var names = OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;
        return AcquireInOrderAsync([.. inOrder.DistinctBy(one => one.Path, names).OrderBy(one => one.Path, names)], mode, limit, cancellationToken);
    }

    /// <summary>Tells who holds a lock on the file now, as far as that can be known.</summary>
    /// <remarks>
    /// On Linux the system tells (<c>/proc/locks</c>; for open-file-description locks <c>/proc/PID/fdinfo</c>, of 10,000 open files at most):
    /// the processes of this machine and pid namespace, shared and exclusive holders alike. Where it tells nobody, and
    /// <see cref="FileLockOptions.RecordHolder"/> is set, it is what the last exclusive holder wrote into the file: empty once that holder has
    /// released the lock, out of date if it was killed. Either may have changed by the time it is read.
    /// </remarks>
    /// <returns>The holders, in no particular order; empty where nobody holds the lock or nobody can tell.</returns>
    /// <exception cref="FileLockException">The file's content could not be read.</exception>
    public IReadOnlyList<FileLockHolder> GetHolders()
    {
        if (Host.Identify(EncodedPath, Options.FollowSymbolicLinks, out var identity) != 0)
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
        FileLock[] locks, FileLockMode mode, TimeSpan limit, CancellationToken cancellationToken)
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
        if (mode is not (FileLockMode.Exclusive or FileLockMode.Shared)) throw new ArgumentOutOfRangeException(nameof(mode), mode, "Unknown FileLockMode.");
        if ((timeout < TimeSpan.Zero && timeout != Timeout.InfiniteTimeSpan) || timeout.TotalMilliseconds > int.MaxValue)
        {
            throw new ArgumentOutOfRangeException(nameof(timeout), timeout, "A timeout is zero, at most int.MaxValue milliseconds, or Timeout.InfiniteTimeSpan.");
        }
        return timeout;
    }

    private static FileLockHandle? TrackThreadOwner(FileLockHandle? held)
    {
        if (held is not null) ThreadHolds.Add(held);
        return held;
    }

    private ValueTask<FileLockHandle?> TakeAsync(FileLockMode mode, TimeSpan limit, CancellationToken cancellationToken)
    {
        try
        {
            return Take(mode, limit, synchronous: false, cancellationToken);
        }
        catch (OperationCanceledException e) when (e.CancellationToken == cancellationToken)
        {
            return ValueTask.FromCanceled<FileLockHandle?>(cancellationToken);
        }
        catch (Exception e)
        {
            return ValueTask.FromException<FileLockHandle?>(e);
        }
    }

    /// <summary>One attempt without anything that a wait needs; what it cannot settle goes through the loop of <see cref="WaitAsync"/>.</summary>
    private ValueTask<FileLockHandle?> Take(FileLockMode mode, TimeSpan limit, bool synchronous, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        long since = Telemetry.Start();
        // Whoever is ready to wait does not overtake those who wait already; whether it is for this file, the loop finds out.
        if ((limit == TimeSpan.Zero || WaitQueue.Waiting == 0) && Open(mode, Options.Access, out nint handle, out FileAccess access))
        {
            int error = Backend.TryLock(handle, mode, Range);
            if (error == 0)
            {
                var file = new OpenFile(this, handle, access);
                if (PathStillRefersTo(file)) return new(Hold(mode, file, since));
                file.UnlockAndClose();
            }
            else
            {
                Host.Close(handle);
                bool contended = Backend.Classify(error) == LockError.Contended;
                if (!contended && !RetryWithWriteAccess(error, Options.Access)) throw Failure(mode, FileLockOperation.Acquire, error);
                if (contended && limit == TimeSpan.Zero)
                {
                    Telemetry.Refused(Path, mode);
                    return default;
                }
            }
        }
        return WaitAsync(mode, new(Options.TimeProvider, limit), since, synchronous, cancellationToken);
    }

    /// <summary>Opens, tries and waits until the lock is held or given up. A synchronous call blocks where an asynchronous one awaits.</summary>
    private async ValueTask<FileLockHandle?> WaitAsync(
        FileLockMode mode, Deadline deadline, long since, bool synchronous, CancellationToken cancellationToken)
    {
        FileAccess access = Options.Access;
        Backoff pauses = default;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            TimeSpan left = deadline.Remaining;
            if (!Open(mode, access, out nint handle, out FileAccess granted))
            {
                // Nothing is open to wait on, so nothing but asking again is left.
                if (left == TimeSpan.Zero) break;
                TimeSpan pause = pauses.Next();
                Task delay = Task.Delay(deadline.IsInfinite || pause < left ? pause : left, deadline.Clock, cancellationToken);
                if (synchronous) delay.GetAwaiter().GetResult();
                else await delay.ConfigureAwait(false);
                continue;
            }

            var file = new OpenFile(this, handle, granted);
            int error = file.Identify(out QueueKey key);
            if (error != 0)
            {
                file.Dispose();
                throw CannotOpen(mode, error);
            }
            // A thread that holds a shared lock and asks for another must not queue behind a writer that waits for the first.
            bool behindOthers = WaitQueue.HasWaiters(key) && left != TimeSpan.Zero && !(synchronous && ThreadHolds.Contain(key));
            if (!behindOthers) error = file.TryLock(mode);
            if (behindOthers || (error != 0 && Backend.Classify(error) == LockError.Contended))
            {
                if (left == TimeSpan.Zero)
                {
                    file.Dispose();
                    break;
                }
                bool uninterruptible = synchronous && deadline.IsInfinite && !cancellationToken.CanBeCanceled;
                if (uninterruptible && ThreadHolds.Contain(key))
                {
                    file.Dispose();
                    throw new LockRecursionException(
                        $"This thread already holds a lock on '{Path}' and would wait for itself forever. Release it first, or wait with a timeout.");
                }

                Telemetry.WaitStarted(Path, mode);
                var waiter = new Waiter(file, mode, deadline, uninterruptible);
                WaitQueue queue = WaitQueue.Enter(key, Host.IsNetwork(handle), waiter);
                Grant grant = synchronous ? Block(queue, waiter, cancellationToken) : await ParkAsync(queue, waiter, cancellationToken).ConfigureAwait(false);
                if (grant.Kind == GrantKind.TimedOut) break;
                if (grant.Kind == GrantKind.Canceled) throw new OperationCanceledException(cancellationToken);
                if (grant.Fault is not null) ExceptionDispatchInfo.Throw(grant.Fault);
                error = grant.Error;
                file = grant.File ?? file;
            }

            if (error != 0)
            {
                file.Dispose();
                if (!RetryWithWriteAccess(error, access)) throw Failure(mode, FileLockOperation.Acquire, error);
                access = FileAccess.ReadWrite;
                continue;
            }
            if (!cancellationToken.IsCancellationRequested && PathStillRefersTo(file)) return Hold(mode, file, since);
            file.UnlockAndClose();
        }
        Telemetry.Refused(Path, mode);
        return null;
    }

    /// <summary>Blocks the calling thread until its wait is over, in the system's own call where nothing can end the wait early.</summary>
    private Grant Block(WaitQueue queue, Waiter waiter, CancellationToken cancellationToken)
    {
        try
        {
            using CancellationTokenRegistration cancellation = CancelWith(cancellationToken, queue, waiter);
            // The system clock needs no timer, and so no thread of a pool that callers like this one may have used up.
            bool systemClock = waiter.Deadline.Clock == TimeProvider.System;
            using ITimer? timer = systemClock ? null : TimeOutWith(queue, waiter);
            if (!waiter.Completion.Wait(systemClock ? waiter.Deadline.Remaining : Timeout.InfiniteTimeSpan, CancellationToken.None)) queue.TimeOut(waiter);
        }
        catch
        {
            // Thread.Interrupt, or a clock that sets no timers.
            queue.Abandon(waiter);
            throw;
        }

        Grant grant = waiter.Completion.Result;
        if (grant.Kind != GrantKind.TurnCame) return grant;
        OpenFile file = waiter.File!;
        try
        {
            int error = file.LockBlocking(waiter.Mode);
            return error == 0 ? new(GrantKind.Granted, file) : new(GrantKind.Failed, Error: error);
        }
        finally
        {
            queue.Finish(waiter);
        }
    }

    private static async ValueTask<Grant> ParkAsync(WaitQueue queue, Waiter waiter, CancellationToken cancellationToken)
    {
        try
        {
            using CancellationTokenRegistration cancellation = CancelWith(cancellationToken, queue, waiter);
            using ITimer? timer = TimeOutWith(queue, waiter);
            return await waiter.Completion.ConfigureAwait(false);
        }
        catch
        {
            // A clock that sets no timers.
            queue.Abandon(waiter);
            throw;
        }
    }

    private static CancellationTokenRegistration CancelWith(CancellationToken cancellationToken, WaitQueue queue, Waiter waiter) =>
        cancellationToken.UnsafeRegister(static state => ((Leaving)state!).Queue.Cancel(((Leaving)state).Waiter), new Leaving(queue, waiter));

    private static ITimer? TimeOutWith(WaitQueue queue, Waiter waiter) =>
        waiter.Deadline.IsInfinite
            ? null
            : waiter.Deadline.Clock.CreateTimer(
                static state => ((Leaving)state!).Queue.TimeOut(((Leaving)state).Waiter), new Leaving(queue, waiter), waiter.Deadline.Remaining, Timeout.InfiniteTimeSpan);

    /// <summary>Opens the file, if need be for reading alone. False means contention: somebody keeps it from being opened for now.</summary>
    private bool Open(FileLockMode mode, FileAccess access, out nint handle, out FileAccess granted)
    {
        granted = access;
        int error = Open(access, out handle);
        if (error != 0 && Options.CreateDirectories && Host.Classify(error) == OpenError.DirectoryMissing)
        {
            CreateDirectory(mode);
            error = Open(access, out handle);
        }
        if (error != 0 && access != FileAccess.Read && Host.Classify(error) == OpenError.WriteDenied && Open(FileAccess.Read, out handle) == 0)
        {
            // What can be read can be locked, if not on every file system exclusively.
            granted = FileAccess.Read;
            return true;
        }
        if (error == 0) return true;
        return Host.Classify(error) == OpenError.Contended ? false : throw CannotOpen(mode, error);
    }

    private int Open(FileAccess access, out nint handle)
    {
        int error = Host.Open(EncodedPath, access, Options.UnixCreateMode, Options.FollowSymbolicLinks, out handle);
        if (error != 0 || _isRegular) return error;
        error = Host.Identify(handle, out _);
        _isRegular = error == 0;
        if (error != 0) Host.Close(handle);
        return error;
    }

    private FileLockException CannotOpen(FileLockMode? mode, int error) => Host.Classify(error) switch
    {
        OpenError.NotRegular => new(Path, mode, FileLockOperation.Open, 0, "it is not a regular file"),
        OpenError.SymbolicLink => new(Path, mode, FileLockOperation.Open, error, "it is a symbolic link, and links are not followed"),
        _ => Failure(mode, FileLockOperation.Open, error),
    };

    private void CreateDirectory(FileLockMode mode)
    {
        try
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FileLockException(
                Path, mode, FileLockOperation.CreateDirectories, NativeErrorCodeOf(e), e.Message.TrimEnd('.'), e);
        }
    }

    /// <summary>Whether the path still names the file that was locked; asked only where lock files are deleted.</summary>
    internal bool PathStillRefersTo(OpenFile locked) =>
        !Options.DeleteOnRelease
        || (locked.Identify(out QueueKey key) == 0
            && Host.Identify(EncodedPath, Options.FollowSymbolicLinks, out FileIdentity named) == 0
            && named == key.File);

    /// <summary>Whether the lock may succeed on a descriptor that can be written, where this one was opened for reading by option.</summary>
    private bool RetryWithWriteAccess(int error, FileAccess access) => access == FileAccess.Read && Backend.Classify(error) == LockError.NeedsWriteAccess;

    private bool NamesFileOf(FileLockHandle held) =>
        Host.Identify(EncodedPath, Options.FollowSymbolicLinks, out var identity) == 0 && held.HasOpen(identity);

    /// <summary>The system's code behind an exception of the framework's, whose HResult is a COM code where the exception has a type of its own.</summary>
    private static int NativeErrorCodeOf(Exception e) => OperatingSystem.IsWindows()
        ? e.HResult & 0xFFFF
        : e switch
        {
            UnauthorizedAccessException => Errno.AccessDenied,
            DirectoryNotFoundException => Errno.NoEntry,
            PathTooLongException => Errno.NameTooLong,
            _ => e.HResult,
        };

    private FileLockHolder? ReadRecordedHolder()
    {
        var error = Host.Open(EncodedPath, FileAccess.Read, Options.UnixCreateMode, Options.FollowSymbolicLinks, out var handle);
        if (error != 0)
        {
            throw CannotOpen(null, error);
        }
        using var file = new OpenFile(this, handle, FileAccess.Read);
        return HolderRecord.Read(file.Handle);
    }

    private FileLockHandle Hold(FileLockMode mode, OpenFile file, long since)
    {
        Telemetry.Acquired(Path, mode, since);
        if (Options.RecordHolder && mode == FileLockMode.Exclusive)
        {
            HolderRecord.Write(file);
        }
        return new(this, mode, file);
    }

    internal FileLockException Failure(FileLockMode? mode, FileLockOperation operation, int error) =>
        Backend.Classify(error) == LockError.NotSupported && operation != FileLockOperation.Open
            ? new FileLockNotSupportedException(Path, mode, operation, error)
            : new FileLockException(Path, mode, operation, error);

    private async ValueTask<FileLockHandle> OrTimedOut(ValueTask<FileLockHandle?> wait, FileLockMode mode, TimeSpan limit) =>
        await wait.ConfigureAwait(false) ?? throw TimedOut(mode, limit);

    private TimeoutException TimedOut(FileLockMode mode, TimeSpan limit)
    {
        var found = Host.Identify(EncodedPath, Options.FollowSymbolicLinks, out var identity) == 0 ? Host.FindHolders(identity) : [];
        var holders = found.Count == 0 ? null : string.Join(", ", found);
        return new(string.Create(
            CultureInfo.InvariantCulture,
            $"The {(mode == FileLockMode.Exclusive ? "exclusive" : "shared")} lock on '{Path}' was not free within {limit.TotalSeconds:0.###} s; {(holders is null ? "somebody else holds it" : "held by " + holders)}."));
    }

    private sealed record Leaving(WaitQueue Queue, Waiter Waiter);
}
