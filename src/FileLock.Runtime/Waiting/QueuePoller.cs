using System.Runtime.CompilerServices;

namespace FileLocking.Waiting;

/// <summary>
/// Asks the system for a lock on behalf of one head of a queue after another, at growing intervals, where a call must not block.
/// </summary>
/// <remarks>
/// That is on network and user-space file systems, where a blocked call may never return, and wherever no worker is to be had. The pauses
/// are the system clock's, whatever clock the waiters' deadlines go by.
/// </remarks>
internal sealed class QueuePoller(WaitQueue queue) : ILockWork
{
    private OpenFile? _file;
    private Backoff _pauses;
    private long _asker;

    /// <summary>Gives it the file that it is to begin with, and the waiter that has tried with it in vain.</summary>
    public void Prepare(OpenFile? file, long asker)
    {
        _file = file;
        _asker = asker;
        _pauses = default;
    }

    public void Run()
    {
        for (var pause = FirstPause(); pause is { } time; pause = Poll())
        {
            Thread.Sleep(time);
        }
    }

    /// <summary>The same without a thread of its own: the attempts are made on the thread pool.</summary>
    public async Task RunOnPoolAsync()
    {
        // Whoever starts this has its own work to do.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        for (var pause = FirstPause(); pause is { } time; pause = Poll())
        {
            await Task.Delay(time).ConfigureAwait(false);
        }
    }

    private TimeSpan? FirstPause() => _file is null ? TimeSpan.Zero : _pauses.Next();

    /// <summary>One attempt for the head. Returns the pause before the next one, or null when nobody waits.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private TimeSpan? Poll()
    {
        // Once the queue has been told that the poller is done, the poller may be started anew: nothing of it is touched after that.
        var file = _file;
        _file = null;
        try
        {
            if (!queue.TryBeginPoll(this, out var asker, out var number, out var mode, out var deadline))
            {
                file?.Dispose();
                return null;
            }
            if (number != _asker)
            {
                file?.Dispose();
                file = null;
                _pauses = default;
                _asker = number;
            }
            file ??= OpenFor(asker, mode, number);
            if (file is null)
            {
                queue.EndPoll();
                return _pauses.Next();
            }
            var error = file.TryLock(mode);
            if (error == 0 || !file.IsContention(error))
            {
                return queue.Answer(this, file, mode, error) ? TimeSpan.Zero : null;
            }
            _file = file;
            var left = RemainingOf(deadline, number);
            if (queue.EndPoll(number, isOver: left == TimeSpan.Zero))
            {
                return TimeSpan.Zero;
            }
            var pause = _pauses.Next();
            return deadline.IsInfinite || pause < left ? pause : TimeSpan.FromMilliseconds(Deadline.WholeMilliseconds(left));
        }
        catch (Exception e)
        {
            // Nothing above is known to throw but for want of memory. Whoever waits is told, and nobody waits in vain.
            _file = null;
            file?.Dispose();
            queue.FailAll(this, e);
            return null;
        }
    }

    /// <summary>Null if it cannot be opened for now, or is not the file that this queue is for; the asker has been told then.</summary>
    private OpenFile? OpenFor(FileLock asker, FileLockMode mode, long number)
    {
        try
        {
            var file = asker.Open(mode);
            if (file is not null && !queue.IsFor(file))
            {
                file.Dispose();
                queue.SendAway(number);
                return null;
            }
            return file;
        }
        catch (Exception e)
        {
            queue.Fail(number, e);
            return null;
        }
    }

    /// <summary>A clock that throws fails the call that came with it, and nobody else's.</summary>
    private TimeSpan RemainingOf(Deadline deadline, long number)
    {
        try
        {
            return deadline.Remaining;
        }
        catch (Exception e)
        {
            queue.Fail(number, e);
            return Timeout.InfiniteTimeSpan;
        }
    }
}
