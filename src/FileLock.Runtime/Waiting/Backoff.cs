namespace FileLocking.Waiting;

/// <summary>
/// The pauses between attempts where an attempt cannot block: from 1 ms, doubling to 50 ms, each shortened at random by up to half.
/// </summary>
/// <remarks>The jitter keeps waiters that were refused together from asking together ever after.</remarks>
internal struct Backoff
{
    private const int FirstMilliseconds = 1;
    private const int LastMilliseconds = 50;

    private int _milliseconds;

    public TimeSpan Next()
    {
        _milliseconds = Math.Clamp(_milliseconds * 2, FirstMilliseconds, LastMilliseconds);
        // Task.Delay counts in whole milliseconds: less than one would be no pause.
        return TimeSpan.FromMilliseconds(Math.Max(FirstMilliseconds, _milliseconds * (0.5 + (Random.Shared.NextDouble() / 2))));
    }
}
