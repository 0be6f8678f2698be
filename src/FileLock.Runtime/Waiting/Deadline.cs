namespace FileLocking.Waiting;

/// <summary>The moment at which a wait gives up, on the clock that the lock was given.</summary>
internal readonly struct Deadline(TimeProvider clock, TimeSpan timeout)
{
    private readonly long _start = timeout == Timeout.InfiniteTimeSpan ? 0 : clock.GetTimestamp();

    public TimeProvider Clock => clock;

    public TimeSpan Limit => timeout;

    public bool IsInfinite => timeout == Timeout.InfiniteTimeSpan;

    /// <summary>The time left, never negative; infinite for an infinite wait.</summary>
    public TimeSpan Remaining
    {
        get
        {
            if (IsInfinite)
            {
                return timeout;
            }
            var left = timeout - clock.GetElapsedTime(_start);
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    /// <summary>
    /// The time left for something that counts in whole milliseconds: rounded up, because what such a thing drops makes a wait end too
    /// early, and a wait of less than one end at once.
    /// </summary>
    public int RemainingMilliseconds => IsInfinite ? Timeout.Infinite : WholeMilliseconds(Remaining);

    public static int WholeMilliseconds(TimeSpan time) => (int)Math.Min(int.MaxValue, Math.Ceiling(time.TotalMilliseconds));
}
