using FileLocking.Native;

namespace FileLocking.Waiting;

/// <summary>How a caller comes by a lock: one attempt, then the queue.</summary>
internal static class Acquisition
{
    /// <summary>How long after its deadline a waiter is left to a poller's attempt that may be its last one.</summary>
    private const int GraceMilliseconds = 1000;

    /// <summary>
    /// Takes the lock on the calling thread, which blocks as long as it takes. Null if the time is over, unless that is to throw.
    /// </summary>
    public static FileLockHandle? Take(FileLock @lock, in AcquireRequest request)
    {
        request.CancellationToken.ThrowIfCancellationRequested();
        var waitsForever = request.Limit == Timeout.InfiniteTimeSpan && !request.CancellationToken.CanBeCanceled;
        if (
            waitsForever
            && @lock.IsKnownToBeLocal
            && !Telemetry.TellsOfWaits
            && ThreadHolds.IsEmpty
            && WaitQueue.TryBlockWithoutQueue(@lock)
        )
        {
            return BlockWithoutQueue(@lock, request);
        }
        if (request.Limit == TimeSpan.Zero)
        {
            return TryOnce(@lock, request);
        }

        var deadline = new Deadline(@lock.Options.TimeProvider, request.Limit);
        Backoff pauses = default;
        while (true)
        {
            var attempt = @lock.Arrive(request.Mode, mayWait: true, isSynchronous: true);
            OpenFile? file = null;
            switch (attempt.Kind)
            {
                case AttemptKind.Held:
                    file = attempt.File;
                    break;
                case AttemptKind.Contended:
                    switch (Wait(@lock, request, deadline, waitsForever, attempt, out file))
                    {
                        case WaitOutcome.TimedOut:
                            return Refuse(@lock, request, attempt.Key.File);
                        case WaitOutcome.Canceled:
                            throw new OperationCanceledException(request.CancellationToken);
                        case WaitOutcome.FileReplaced:
                            continue;
                    }
                    break;
                default:
                    var left = deadline.Remaining;
                    if (left == TimeSpan.Zero)
                    {
                        return Refuse(@lock, request, file: null);
                    }
                    var pause = pauses.Next();
                    Task.Delay(deadline.IsInfinite || pause < left ? pause : left, request.CancellationToken).GetAwaiter().GetResult();
                    continue;
            }
            return HoldUnlessCanceled(@lock, request, file!);
        }
    }

    /// <summary>
    /// Takes the lock without blocking the calling thread. The task's result is null if the time is over, unless that is to throw.
    /// </summary>
    public static ValueTask<FileLockHandle?> TakeAsync(FileLock @lock, in AcquireRequest request)
    {
        if (request.CancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<FileLockHandle?>(request.CancellationToken);
        }
        try
        {
            var mayWait = request.Limit != TimeSpan.Zero;
            var attempt = @lock.Arrive(request.Mode, mayWait, isSynchronous: false);
            if (attempt.Kind == AttemptKind.Held)
            {
                return new(@lock.Hold(attempt.File!, request.Mode, request.Since));
            }
            if (!mayWait)
            {
                Telemetry.Refused(@lock.Path, request.Mode);
                return request.ThrowsTimeout ? new(ThrowTimeoutAsync(@lock, request.Mode)) : default;
            }
            return new(Await(@lock, request, attempt));
        }
        catch (Exception e)
        {
            return ValueTask.FromException<FileLockHandle?>(e);
        }
    }

    private static FileLockHandle? TryOnce(FileLock @lock, in AcquireRequest request)
    {
        var attempt = @lock.Arrive(request.Mode, mayWait: false, isSynchronous: true);
        if (attempt.Kind == AttemptKind.Held)
        {
            return HoldUnlessCanceled(@lock, request, attempt.File!);
        }
        return Refuse(@lock, request, request.ThrowsTimeout && @lock.TryIdentify(out var file) ? file : null);
    }

    private static FileLockHandle? Refuse(FileLock @lock, in AcquireRequest request, FileIdentity? file)
    {
        Telemetry.Refused(@lock.Path, request.Mode);
        return request.ThrowsTimeout
            ? throw @lock.TimedOut(request.Mode, request.Limit, file is { } known ? HolderReports.Ask(@lock, known) : null)
            : null;
    }

    private static FileLockHandle HoldUnlessCanceled(FileLock @lock, in AcquireRequest request, OpenFile file)
    {
        if (request.CancellationToken.IsCancellationRequested)
        {
            file.UnlockAndClose(@lock, request.Mode);
            throw new OperationCanceledException(request.CancellationToken);
        }
        return @lock.Hold(file, request.Mode, request.Since);
    }

    /// <summary>The short way into the system's own queue, which for a contended lock is two calls: open, lock.</summary>
    private static FileLockHandle BlockWithoutQueue(FileLock @lock, in AcquireRequest request)
    {
        OpenFile file;
        try
        {
            file = AskOnThisThread(@lock, request.Mode, file: null);
        }
        finally
        {
            WaitQueue.EndBlockWithoutQueue(@lock);
        }
        return @lock.Hold(file, request.Mode, request.Since);
    }

    private static Task<FileLockHandle?> Await(FileLock @lock, in AcquireRequest request, in Attempt attempt)
    {
        AwaitingWaiter waiter;
        try
        {
            Telemetry.WaitStarted(@lock.Path, request.Mode);
            waiter = new(@lock, request);
            waiter.Arm();
        }
        catch
        {
            if (attempt.Kind == AttemptKind.Contended)
            {
                attempt.Close(@lock);
            }
            throw;
        }
        if (attempt.Kind == AttemptKind.Contended)
        {
            WaitQueue.Enter(waiter, attempt);
        }
        else
        {
            waiter.StartAgainLater();
        }
        return waiter.Task;
    }

    private static async Task<FileLockHandle?> ThrowTimeoutAsync(FileLock @lock, FileLockMode mode)
    {
        var holders = @lock.TryIdentify(out var file) ? await HolderReports.AskAsync(@lock, file).ConfigureAwait(false) : null;
        throw @lock.TimedOut(mode, TimeSpan.Zero, holders);
    }

    /// <summary>Stands in the queue on the calling thread. <paramref name="file"/> is the locked file if the outcome is granted.</summary>
    private static WaitOutcome Wait(
        FileLock @lock,
        in AcquireRequest request,
        Deadline deadline,
        bool waitsForever,
        in Attempt attempt,
        out OpenFile? file
    )
    {
        BlockedWaiter waiter;
        try
        {
            if (waitsForever && ThreadHolds.Contain(attempt.Key))
            {
                throw new LockRecursionException(
                    $"This thread already holds a lock on '{@lock.Path}' and would wait for itself forever. "
                        + "Release it first, or wait with a timeout."
                );
            }
            Telemetry.WaitStarted(@lock.Path, request.Mode);
            waiter = new(@lock, request.Mode, deadline, waitsForever);
        }
        catch
        {
            attempt.Close(@lock);
            throw;
        }

        file = WaitQueue.Enter(waiter, attempt);
        if (!waiter.MayBlockNow)
        {
            SleepInQueue(waiter, request.CancellationToken);
        }
        if (waiter.MayBlockNow)
        {
            try
            {
                file = AskOnThisThread(@lock, request.Mode, file);
                return WaitOutcome.Granted;
            }
            finally
            {
                WaitQueue.Finish(waiter);
            }
        }
        file = waiter.Granted;
        return waiter.Failure is { } failure ? throw failure : waiter.Outcome;
    }

    /// <summary>Sleeps until the wait is over, or until it is the thread's turn to ask the system itself.</summary>
    private static void SleepInQueue(BlockedWaiter waiter, CancellationToken cancellationToken)
    {
        try
        {
            using var cancellation = cancellationToken.UnsafeRegister(
                static waiting => WaitQueue.Leave((Waiter)waiting!, WaitOutcome.Canceled),
                waiter
            );
            var deadline = waiter.Deadline;
            if (deadline.IsInfinite)
            {
                waiter.Sleep(Timeout.Infinite);
            }
            else if (deadline.Clock == TimeProvider.System)
            {
                SleepUntilDeadline(waiter);
            }
            else
            {
                // Somebody else's clock has to wake this thread by a timer.
                using var timer = deadline.Clock.CreateTimer(
                    static waiting => WaitQueue.TryTimeOut((Waiter)waiting!, force: true),
                    waiter,
                    deadline.Remaining,
                    Timeout.InfiniteTimeSpan
                );
                waiter.Sleep(Timeout.Infinite);
            }
        }
        catch
        {
            // Thread.Interrupt, or a clock that throws.
            WaitQueue.Abandon(waiter);
            throw;
        }
    }

    private static void SleepUntilDeadline(BlockedWaiter waiter)
    {
        while (!waiter.Sleep(waiter.Deadline.RemainingMilliseconds))
        {
            if (waiter.Deadline.Remaining > TimeSpan.Zero)
            {
                continue;
            }
            if (!WaitQueue.TryTimeOut(waiter, force: false) && !waiter.Sleep(GraceMilliseconds))
            {
                WaitQueue.TryTimeOut(waiter, force: true);
            }
        }
    }

    /// <summary>
    /// Asks the system until it grants the lock: in its blocking call, or at growing intervals where that may never return.
    /// </summary>
    private static OpenFile AskOnThisThread(FileLock @lock, FileLockMode mode, OpenFile? file)
    {
        var access = @lock.Options.Access;
        Backoff pauses = default;
        try
        {
            while (true)
            {
                file ??= @lock.Open(mode, access);
                if (file is not null)
                {
                    var error = @lock.IsKnownToBeLocal ? file.LockBlocking(mode) : file.TryLock(mode);
                    if (error == 0)
                    {
                        if (@lock.PathStillRefersTo(file))
                        {
                            return file;
                        }
                        file.UnlockAndClose();
                        file = null;
                        continue;
                    }
                    if (!file.IsContention(error))
                    {
                        file.Dispose();
                        file = null;
                        access = @lock.RetryWithWriteAccess(error, access)
                            ? FileAccess.ReadWrite
                            : throw @lock.Failure(mode, FileLockOperation.Acquire, error);
                        continue;
                    }
                }
                Thread.Sleep(pauses.Next());
            }
        }
        catch
        {
            file?.Dispose();
            throw;
        }
    }
}
