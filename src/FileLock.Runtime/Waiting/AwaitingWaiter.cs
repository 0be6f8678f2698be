namespace FileLocking.Waiting;

/// <summary>An asynchronous call: its task completes on the thread pool when it is resumed.</summary>
internal sealed class AwaitingWaiter(FileLock @lock, in AcquireRequest request)
    : Waiter(@lock, request.Mode, new(@lock.Options.TimeProvider, request.Limit)),
        IThreadPoolWorkItem
{
    /// <summary>How long after its deadline a waiter is left to a poller's attempt that may be its last one.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    // Continuations run where it is completed, which is on a thread of the pool.
    private readonly TaskCompletionSource<FileLockHandle?> _completion = new();
    private readonly CancellationToken _cancellationToken = request.CancellationToken;
    private readonly long _since = request.Since;
    private readonly bool _throwsTimeout = request.ThrowsTimeout;
    private CancellationTokenRegistration _cancellation;
    private ITimer? _timer;
    private Backoff _pauses;
    private int _isQueuedToPool;
    private bool _isOverdue;

    public Task<FileLockHandle?> Task => _completion.Task;

    /// <summary>
    /// Listens to the token and sets the deadline. It stands in no queue yet, so that a clock that throws leaves nothing behind.
    /// </summary>
    public void Arm()
    {
        _cancellation = _cancellationToken.UnsafeRegister(static waiter => WaitQueue.Leave((Waiter)waiter!, WaitOutcome.Canceled), this);
        if (Deadline.IsInfinite)
        {
            return;
        }
        try
        {
            _timer = CreateTimer();
        }
        catch
        {
            _cancellation.Unregister();
            throw;
        }
    }

    /// <summary>Goes through the opening and the first attempt once more, after a pause if the file cannot be opened for now.</summary>
    public void StartAgain()
    {
        if (Outcome != WaitOutcome.None)
        {
            // The token or the deadline has ended the wait during the pause.
            return;
        }
        try
        {
            var attempt = Lock.Arrive(Mode, mayWait: true, isSynchronous: false);
            switch (attempt.Kind)
            {
                case AttemptKind.Held:
                    WaitQueue.Grant(this, attempt.File!);
                    break;
                case AttemptKind.Contended:
                    WaitQueue.Enter(this, attempt);
                    break;
                default:
                    StartAgainLater();
                    break;
            }
        }
        catch (Exception e)
        {
            WaitQueue.Leave(this, WaitOutcome.Failed, e);
        }
    }

    public void StartAgainLater() =>
        System
            .Threading.Tasks.Task.Delay(_pauses.Next())
            .ContinueWith(
                static (_, waiter) => ((AwaitingWaiter)waiter!).StartAgain(),
                this,
                CancellationToken.None,
                TaskContinuationOptions.None,
                TaskScheduler.Default
            );

    public override void Resume()
    {
        Volatile.Write(ref _isQueuedToPool, 1);
        var isInterrupted = false;
        while (true)
        {
            try
            {
                ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
                break;
            }
            catch (ThreadInterruptedException)
            {
                // The interrupt was meant for this thread's own waits. What is queued twice is executed once.
                isInterrupted = true;
            }
            catch (OutOfMemoryException)
            {
                // The pool has taken the item and could not start a thread for it: the next one that it has executes it.
                break;
            }
        }
        if (isInterrupted)
        {
            Thread.CurrentThread.Interrupt();
        }
    }

    void IThreadPoolWorkItem.Execute()
    {
        if (Interlocked.Exchange(ref _isQueuedToPool, 0) == 0)
        {
            return;
        }
        try
        {
            if (Outcome != WaitOutcome.FileReplaced)
            {
                Disarm();
                Complete();
            }
            else if (WaitQueue.TryReset(this, _cancellationToken))
            {
                StartAgain();
            }
        }
        catch (Exception e)
        {
            Disarm();
            _completion.TrySetException(e);
        }
    }

    private void Complete()
    {
        switch (Outcome)
        {
            case WaitOutcome.Granted when _cancellationToken.IsCancellationRequested:
                TakeGranted().UnlockAndClose(Lock, Mode);
                _completion.TrySetCanceled(_cancellationToken);
                break;
            case WaitOutcome.Granted:
                _completion.TrySetResult(Lock.Hold(TakeGranted(), Mode, _since));
                break;
            case WaitOutcome.Canceled:
                _completion.TrySetCanceled(_cancellationToken);
                break;
            case WaitOutcome.TimedOut:
                Telemetry.Refused(Lock.Path, Mode);
                CompleteTimedOut();
                break;
            default:
                _completion.TrySetException(Failure!);
                break;
        }
    }

    private OpenFile TakeGranted()
    {
        var file = Granted!;
        Granted = null;
        return file;
    }

    private void CompleteTimedOut()
    {
        if (!_throwsTimeout)
        {
            _completion.TrySetResult(null);
            return;
        }
        // Who holds it, a worker finds out, once for all who ask within a second: it may have to read thousands of files.
        HolderReports
            .AskAsync(Lock, File)
            .ContinueWith(
                static (report, state) =>
                {
                    var waiter = (AwaitingWaiter)state!;
                    waiter._completion.TrySetException(waiter.Lock.TimedOut(waiter.Mode, waiter.Deadline.Limit, report.Result));
                },
                this,
                CancellationToken.None,
                TaskContinuationOptions.None,
                TaskScheduler.Default
            );
    }

    private void OnDeadline()
    {
        try
        {
            if (Deadline.Remaining > TimeSpan.Zero)
            {
                // Timers of the system count in whole milliseconds of another clock.
                _timer = CreateTimer();
            }
            else if (!WaitQueue.TryTimeOut(this, force: _isOverdue))
            {
                _isOverdue = true;
                _timer = CreateTimer();
            }
        }
        catch (Exception e)
        {
            WaitQueue.Leave(this, WaitOutcome.Failed, e);
        }
    }

    private ITimer CreateTimer()
    {
        var clock = Deadline.Clock;
        var remaining = _isOverdue ? Grace : Deadline.Remaining;
        var time = clock == TimeProvider.System ? TimeSpan.FromMilliseconds(Deadline.WholeMilliseconds(remaining)) : remaining;
        return clock.CreateTimer(static waiter => ((AwaitingWaiter)waiter!).OnDeadline(), this, time, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Neither the token nor the clock may keep the waiter, and with it the granted lock, from being collected.</summary>
    private void Disarm()
    {
        _cancellation.Unregister();
        try
        {
            _timer?.Dispose();
        }
        catch (Exception)
        {
            // Somebody else's clock; the wait is over all the same.
        }
    }
}
