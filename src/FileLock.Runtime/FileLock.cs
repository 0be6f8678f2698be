using System.Diagnostics;
using System.Globalization;
using FileLocking.Native;
using FileLocking.Waiting;
using Microsoft.Win32.SafeHandles;

namespace FileLocking;

/// <summary>Names a lock that excludes threads and processes from one another: a file, locked by the operating system.</summary>
/// <remarks>
/// <para>The object itself opens and creates nothing; it may be shared between threads and used again and again.
/// The file is created if it is missing and never truncated; by default it is never deleted.</para>
/// <para>Contention is a value, failure is an exception: <c>Try…</c> returns null while somebody else holds the lock, and every error of
/// the operating system is thrown as a <see cref="FileLockException"/> with path, operation and code.</para>
/// <para>The lock belongs to the returned handle, not to a thread. It is not reentrant: see <see cref="LockRecursionException"/> at <see cref="Acquire"/>.</para>
/// <para>Linux and macOS: <c>flock(2)</c>, or <c>fcntl(F_OFD_SETLK)</c> by option; advisory. Windows: <c>LockFileEx</c> over the whole range; mandatory.</para>
/// </remarks>
public sealed class FileLock
{

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
        if (Options.TimeProvider is null) throw new ArgumentException("There is no TimeProvider.", nameof(options));
        Path = System.IO.Path.GetFullPath(path);
        Host = platform.Host;
        Backend = Options.Kind switch
        {
            LockKind.SystemDefault => platform.Default,
            LockKind.OpenFileDescription => platform.Ranged,
            _ => throw new ArgumentException("There is no such kind of lock.", nameof(options)),
        };
        Range = Options.LeaveContentAccessible && Backend.HasRanges ? new(1L << 62, 1) : ByteRange.Whole;
        EncodedPath = Host.EncodePath(Path);
    }

    /// <summary>The full path of the lock file.</summary>
    public string Path { get; }

    internal FileLockOptions Options { get; }

    internal IHost Host { get; }

    internal ILockBackend Backend { get; }

    internal ByteRange Range { get; }

    internal byte[] EncodedPath { get; }

    /// <summary>Takes the lock, waiting while somebody else holds it.</summary>
    /// <param name="mode">Exclusive, or shared with other shared holders.</param>
    /// <param name="timeout">How long to wait; null or <see cref="Timeout.InfiniteTimeSpan"/> for as long as it takes, zero for one attempt.</param>
    /// <param name="cancellationToken">Ends the wait at once.</param>
    /// <returns>The held lock; dispose it to release.</returns>
    /// <exception cref="TimeoutException">Somebody else held the lock all the time; the message says who, where the system tells.</exception>
    /// <exception cref="OperationCanceledException">The token was canceled; nothing is held.</exception>
    /// <exception cref="LockRecursionException">This thread already holds the lock and would wait for itself forever: the wait has neither timeout nor token.</exception>
    /// <exception cref="FileLockException">The file could not be opened or locked.</exception>
    /// <exception cref="FileLockNotSupportedException">The file system has no such locks.</exception>
    public FileLockHandle Acquire(LockMode mode = LockMode.Exclusive, TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        TimeSpan limit = Check(mode, timeout, Timeout.InfiniteTimeSpan);
        ValueTask<FileLockHandle?> taken = Take(mode, limit, synchronous: true, cancellationToken);
        Debug.Assert(taken.IsCompleted, "A synchronous wait has blocked until it was over.");
        return Remember(taken.Result) ?? throw TimedOut(mode, limit);
    }

    /// <summary>Takes the lock if it is free, or becomes free in time.</summary>
    /// <param name="mode">Exclusive, or shared with other shared holders.</param>
    /// <param name="timeout">How long to wait; null or zero for one attempt, <see cref="Timeout.InfiniteTimeSpan"/> for as long as it takes.</param>
    /// <param name="cancellationToken">Ends the wait at once.</param>
    /// <returns>The held lock, or null if somebody else has it.</returns>
    /// <inheritdoc cref="Acquire" path="/exception[@cref!='T:System.TimeoutException']"/>
    public FileLockHandle? TryAcquire(LockMode mode = LockMode.Exclusive, TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        ValueTask<FileLockHandle?> taken = Take(mode, Check(mode, timeout, TimeSpan.Zero), synchronous: true, cancellationToken);
        Debug.Assert(taken.IsCompleted, "A synchronous wait has blocked until it was over.");
        return Remember(taken.Result);
    }

    /// <summary>Takes the lock, waiting without blocking a thread of the caller's while somebody else holds it.</summary>
    /// <remarks>The first attempt, which opens the file, is made before the method returns. Recursion is not detected: a task that
    /// waits for its own lock cannot be told from a child task that waits for its parent's.</remarks>
    /// <param name="mode">Exclusive, or shared with other shared holders.</param>
    /// <param name="timeout">How long to wait; null or <see cref="Timeout.InfiniteTimeSpan"/> for as long as it takes, zero for one attempt.</param>
    /// <param name="cancellationToken">Ends the wait at once.</param>
    /// <returns>The held lock; dispose it to release.</returns>
    /// <inheritdoc cref="Acquire" path="/exception[@cref!='T:System.Threading.LockRecursionException']"/>
    public ValueTask<FileLockHandle> AcquireAsync(
        LockMode mode = LockMode.Exclusive, TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        TimeSpan limit = Check(mode, timeout, Timeout.InfiniteTimeSpan);
        ValueTask<FileLockHandle?> taken = TakeAsync(mode, limit, cancellationToken);
        return taken.IsCompletedSuccessfully && taken.Result is { } held ? new(held) : OrTimedOut(taken);

        async ValueTask<FileLockHandle> OrTimedOut(ValueTask<FileLockHandle?> wait) =>
            await wait.ConfigureAwait(false) ?? throw TimedOut(mode, limit);
    }

    /// <summary>Takes the lock if it is free, or becomes free in time, without blocking a thread of the caller's.</summary>
    /// <remarks>The first attempt, which opens the file, is made before the method returns.</remarks>
    /// <param name="mode">Exclusive, or shared with other shared holders.</param>
    /// <param name="timeout">How long to wait; null or zero for one attempt, <see cref="Timeout.InfiniteTimeSpan"/> for as long as it takes.</param>
    /// <param name="cancellationToken">Ends the wait at once.</param>
    /// <returns>The held lock, or null if somebody else has it.</returns>
    /// <inheritdoc cref="AcquireAsync" path="/exception[@cref!='T:System.TimeoutException']"/>
    public ValueTask<FileLockHandle?> TryAcquireAsync(
        LockMode mode = LockMode.Exclusive, TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        TakeAsync(mode, Check(mode, timeout, TimeSpan.Zero), cancellationToken);

    /// <summary>The path of the lock file.</summary>
    public override string ToString() => Path;

    private static TimeSpan Check(LockMode mode, TimeSpan? timeout, TimeSpan standard)
    {
        if (mode is not (LockMode.Exclusive or LockMode.Shared)) throw new ArgumentOutOfRangeException(nameof(mode), mode, "There is no such lock mode.");
        TimeSpan limit = timeout ?? standard;
        if ((limit < TimeSpan.Zero && limit != Timeout.InfiniteTimeSpan) || limit.TotalMilliseconds > int.MaxValue)
        {
            throw new ArgumentOutOfRangeException(nameof(timeout), timeout, "A timeout is zero, at most int.MaxValue milliseconds, or Timeout.InfiniteTimeSpan.");
        }
        return limit;
    }

    private static FileLockHandle? Remember(FileLockHandle? held)
    {
        if (held is not null) ThreadHolds.Add(held);
        return held;
    }

    private ValueTask<FileLockHandle?> TakeAsync(LockMode mode, TimeSpan limit, CancellationToken cancellationToken)
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
    private ValueTask<FileLockHandle?> Take(LockMode mode, TimeSpan limit, bool synchronous, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        long since = Telemetry.Start();
        // Whoever is ready to wait does not overtake those who wait already.
        if (Open(mode, Options.Access, out OpenFile file) && (limit == TimeSpan.Zero || !WaitQueue.HasWaiters(KeyOf(file))))
        {
            int error = Backend.TryLock(file.Handle, mode, Range);
            if (error == 0)
            {
                if (StillNames(file.Identity)) return new(Hold(mode, file, new(file.Handle, ownsHandle: true), since));
            }
            else if (Backend.Classify(error) != LockError.Contended)
            {
                if (!MendsByWriting(error, Options.Access))
                {
                    Host.Close(file.Handle);
                    throw Failure(mode, "acquire", error);
                }
            }
            else if (limit == TimeSpan.Zero)
            {
                Host.Close(file.Handle);
                Telemetry.Refused(Path, mode);
                return default;
            }
        }
        if (file.Handle != OpenFile.None) Host.Close(file.Handle);
        return WaitAsync(mode, new(Options.TimeProvider, limit), since, synchronous, cancellationToken);
    }

    /// <summary>Opens, tries and waits until the lock is held or given up. A synchronous call blocks where an asynchronous one awaits.</summary>
    private async ValueTask<FileLockHandle?> WaitAsync(
        LockMode mode, Deadline deadline, long since, bool synchronous, CancellationToken cancellationToken)
    {
        FileAccess access = Options.Access;
        Backoff pauses = default;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!Open(mode, access, out OpenFile file))
            {
                // Nothing is open to wait on, so nothing but asking again is left.
                TimeSpan left = deadline.Remaining;
                if (left == TimeSpan.Zero) break;
                TimeSpan pause = pauses.Next();
                Task delay = Task.Delay(deadline.IsInfinite || pause < left ? pause : left, deadline.Clock, cancellationToken);
                if (synchronous) delay.GetAwaiter().GetResult();
                else await delay.ConfigureAwait(false);
                continue;
            }

            var handle = new SafeFileHandle(file.Handle, ownsHandle: true);
            QueueKey key = KeyOf(file);
            // A thread that holds a shared lock and asks for another must not queue behind a writer that waits for the first.
            bool behindOthers = WaitQueue.HasWaiters(key) && deadline.Remaining != TimeSpan.Zero && !(synchronous && ThreadHolds.Contain(key));
            int error = behindOthers ? 0 : Backend.TryLock(file.Handle, mode, Range);
            if (behindOthers || (error != 0 && Backend.Classify(error) == LockError.Contended))
            {
                if (deadline.Remaining == TimeSpan.Zero)
                {
                    handle.Dispose();
                    break;
                }
                bool uninterruptible = synchronous && deadline.IsInfinite && !cancellationToken.CanBeCanceled;
                if (uninterruptible && ThreadHolds.Contain(key))
                {
                    handle.Dispose();
                    throw new LockRecursionException(
                        $"This thread already holds a lock on '{Path}' and would wait for itself forever. Release it first, or wait with a timeout.");
                }

                Telemetry.WaitStarted(Path, mode);
                var waiter = new Waiter(handle, mode, deadline, uninterruptible);
                WaitQueue queue = WaitQueue.Enter(key, Host.IsNetwork(file.Handle), waiter);
                Grant grant = synchronous ? Block(queue, waiter, cancellationToken) : await ParkAsync(queue, waiter, cancellationToken).ConfigureAwait(false);
                if (grant.Kind == GrantKind.TimedOut) break;
                if (grant.Kind == GrantKind.Canceled) throw new OperationCanceledException(cancellationToken);
                error = grant.Error;
                handle = grant.File ?? handle;
            }

            if (error != 0)
            {
                handle.Dispose();
                if (!MendsByWriting(error, access)) throw Failure(mode, "acquire", error);
                access = FileAccess.ReadWrite;
                continue;
            }
            if (!cancellationToken.IsCancellationRequested && StillNames(file.Identity)) return Hold(mode, file, handle, since);
            Backend.Unlock(handle.DangerousGetHandle(), Range);
            handle.Dispose();
        }
        Telemetry.Refused(Path, mode);
        return null;
    }

    /// <summary>Blocks the calling thread until its wait is over, in the system's own call where nothing can end the wait early.</summary>
    private Grant Block(WaitQueue queue, Waiter waiter, CancellationToken cancellationToken)
    {
        SafeFileHandle file = waiter.File!;
        using CancellationTokenRegistration cancellation = CancelWith(cancellationToken, queue, waiter);
        // The system clock needs no timer, and so no thread of a pool that callers like this one may have used up.
        bool systemClock = waiter.Deadline.Clock == TimeProvider.System;
        using ITimer? timer = systemClock ? null : TimeOutWith(queue, waiter);
        if (!waiter.Completion.Wait(systemClock ? waiter.Deadline.Remaining : Timeout.InfiniteTimeSpan, CancellationToken.None)) queue.TimeOut(waiter);

        Grant grant = waiter.Completion.Result;
        if (grant.Kind != GrantKind.TurnCame) return grant;
        try
        {
            int error = Backend.Lock(file, waiter.Mode, Range);
            return error == 0 ? new(GrantKind.Granted, file) : new(GrantKind.Failed, Error: error);
        }
        finally
        {
            queue.Finish(waiter);
        }
    }

    private static async ValueTask<Grant> ParkAsync(WaitQueue queue, Waiter waiter, CancellationToken cancellationToken)
    {
        using CancellationTokenRegistration cancellation = CancelWith(cancellationToken, queue, waiter);
        using ITimer? timer = TimeOutWith(queue, waiter);
        return await waiter.Completion.ConfigureAwait(false);
    }

    private static CancellationTokenRegistration CancelWith(CancellationToken cancellationToken, WaitQueue queue, Waiter waiter) =>
        cancellationToken.UnsafeRegister(static state => ((Leaving)state!).Queue.Cancel(((Leaving)state).Waiter), new Leaving(queue, waiter));

    private static ITimer? TimeOutWith(WaitQueue queue, Waiter waiter) =>
        waiter.Deadline.IsInfinite
            ? null
            : waiter.Deadline.Clock.CreateTimer(
                static state => ((Leaving)state!).Queue.TimeOut(((Leaving)state).Waiter), new Leaving(queue, waiter), waiter.Deadline.Remaining, Timeout.InfiniteTimeSpan);

    private bool Open(LockMode mode, FileAccess access, out OpenFile file)
    {
        int error = Open(access, out file);
        if (error != 0 && Options.CreateDirectory && Host.Classify(error) == OpenError.DirectoryMissing)
        {
            CreateDirectory(mode);
            error = Open(access, out file);
        }
        if (error == 0) return true;
        return Host.Classify(error) switch
        {
            OpenError.Contended => false,
            // What can be read can be locked, if not on every file system exclusively.
            OpenError.WriteDenied when access != FileAccess.Read && Open(FileAccess.Read, out file) == 0 => true,
            OpenError.NotRegular => throw new FileLockException(Path, mode, "open", 0, "it is not a regular file"),
            OpenError.SymbolicLink => throw new FileLockException(Path, mode, "open", error, "it is a symbolic link, and links are not followed"),
            _ => throw Failure(mode, "open", error),
        };
    }

    private int Open(FileAccess access, out OpenFile file)
    {
        int error = Host.Open(EncodedPath, access, Options.Permissions, Options.FollowSymbolicLinks, out nint handle, out FileIdentity identity);
        file = new(error == 0 ? handle : OpenFile.None, identity, access);
        return error;
    }

    private void CreateDirectory(LockMode mode)
    {
        try
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FileLockException(Path, mode, "create the directory for", e.HResult & 0xFFFF, e.Message.TrimEnd('.'));
        }
    }

    /// <summary>Whether the path still names the file that was locked; asked only where lock files are deleted.</summary>
    internal bool StillNames(FileIdentity locked) =>
        !Options.DeleteOnRelease
        || (Host.Identify(EncodedPath, Options.FollowSymbolicLinks, out FileIdentity named) == 0 && named == locked);

    /// <summary>Whether the lock may succeed on a descriptor that can be written, where this one was opened for reading by option.</summary>
    private bool MendsByWriting(int error, FileAccess access) => access == FileAccess.Read && Backend.Classify(error) == LockError.NeedsWriteAccess;

    private FileLockHandle Hold(LockMode mode, OpenFile file, SafeFileHandle handle, long since)
    {
        Telemetry.Acquired(Path, mode, since);
        return new(this, mode, handle, KeyOf(file));
    }

    private QueueKey KeyOf(OpenFile file) => new(file.Identity, file.Access, Backend, Range);

    internal FileLockException Failure(LockMode mode, string operation, int error) =>
        Backend.Classify(error) == LockError.NotSupported && operation != "open"
            ? new FileLockNotSupportedException(Path, mode, operation, error)
            : new FileLockException(Path, mode, operation, error, FileLockException.ReasonOf(error));

    private TimeoutException TimedOut(LockMode mode, TimeSpan limit)
    {
        string? holders = Host.Identify(EncodedPath, Options.FollowSymbolicLinks, out FileIdentity identity) == 0 ? Host.DescribeHolders(identity) : null;
        return new(string.Create(
            CultureInfo.InvariantCulture,
            $"The {(mode == LockMode.Exclusive ? "exclusive" : "shared")} lock on '{Path}' was not free within {limit.TotalSeconds:0.###} s; {(holders is null ? "somebody else holds it" : "held by " + holders)}."));
    }

    private readonly record struct OpenFile(nint Handle, FileIdentity Identity, FileAccess Access)
    {
        public const nint None = -1;
    }

    private sealed record Leaving(WaitQueue Queue, Waiter Waiter);
}
