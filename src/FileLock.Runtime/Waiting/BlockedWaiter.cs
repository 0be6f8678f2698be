namespace FileLocking.Waiting;

/// <summary>
/// A synchronous call: its thread sleeps until it is resumed. If it has neither timeout nor token, it may block in the system itself.
/// </summary>
internal sealed class BlockedWaiter(FileLock @lock, FileLockMode mode, Deadline deadline, bool blocksCallerThread)
    : Waiter(@lock, mode, deadline)
{
    private bool _isResumed;

    public override bool BlocksCallerThread => blocksCallerThread;

    public override void Resume()
    {
        using (Gate.Enter(this))
        {
            _isResumed = true;
            Monitor.Pulse(this);
        }
    }

    /// <summary>Sleeps until it is resumed; false if that did not happen in time.</summary>
    /// <exception cref="ThreadInterruptedException">The thread was interrupted.</exception>
    public bool Sleep(int milliseconds)
    {
        lock (this)
        {
            while (!_isResumed)
            {
                if (!Monitor.Wait(this, milliseconds))
                {
                    return _isResumed;
                }
            }
            return true;
        }
    }
}
