namespace FileLocking.Waiting;

/// <summary>The moment at which a wait gives up, on the clock that the lock was given.</summary>
internal readonly struct Deadline(TimeProvider clock, TimeSpan timeout)
{
    private readonly long _start = clock.GetTimestamp();

    public TimeProvider Clock => clock;

    public bool IsInfinite => timeout == Timeout.InfiniteTimeSpan;

    public TimeSpan Elapsed => clock.GetElapsedTime(_start);

    /// <summary>The time left, never negative; infinite for an infinite wait.</summary>
    public TimeSpan Remaining
    {
        get
        {
            if (IsInfinite) return timeout;
            TimeSpan left = timeout - Elapsed;
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }
}
