using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace FileLocking;

/// <summary>
/// What the library tells of its work: the meter and the event source are both called <c>FileLocking</c>. Nobody listening costs a few
/// reads.
/// </summary>
/// <remarks>Listeners are code of the user's. What one throws is dropped: it must not decide whether a lock is held or released.</remarks>
internal static class Telemetry
{
    private static readonly Meter Meter = new("FileLocking");

    private static readonly Counter<long> Acquisitions = Meter.CreateCounter<long>("filelock.acquisitions", "{lock}", "Locks acquired.");

    private static readonly Counter<long> Refusals = Meter.CreateCounter<long>(
        "filelock.refusals",
        "{attempt}",
        "Calls that ended without the lock because somebody else had it."
    );

    private static readonly Counter<long> CleanupFailures = Meter.CreateCounter<long>(
        "filelock.cleanup.failures",
        "{step}",
        "Lock files that could not be deleted, or their holder not recorded or erased."
    );

    private static readonly Histogram<double> Waiting = Meter.CreateHistogram<double>(
        "filelock.wait.duration",
        "s",
        "Time from call to lock."
    );

    private static readonly Histogram<double> Holding = Meter.CreateHistogram<double>(
        "filelock.hold.duration",
        "s",
        "Time from lock to release."
    );

    /// <summary>Whether somebody wants to know when a wait begins.</summary>
    public static bool TellsOfWaits => FileLockEventSource.Log.IsEnabled();

    /// <summary>A timestamp, or 0 where nobody would be told of the time passed since.</summary>
    public static long Start() => Waiting.Enabled || Holding.Enabled || FileLockEventSource.Log.IsEnabled() ? Stopwatch.GetTimestamp() : 0;

    public static void Acquired(string path, FileLockMode mode, long since)
    {
        try
        {
            Acquisitions.Add(1, Tag(mode));
            if (since != 0)
            {
                var seconds = Stopwatch.GetElapsedTime(since).TotalSeconds;
                Waiting.Record(seconds, Tag(mode));
                FileLockEventSource.Log.Acquired(path, Name(mode), seconds);
            }
        }
        catch (Exception)
        {
            // A listener's own.
        }
    }

    public static void Refused(string path, FileLockMode mode)
    {
        try
        {
            Refusals.Add(1, Tag(mode));
            FileLockEventSource.Log.Refused(path, Name(mode));
        }
        catch (Exception)
        {
            // A listener's own.
        }
    }

    public static void WaitStarted(string path, FileLockMode mode)
    {
        try
        {
            FileLockEventSource.Log.WaitStarted(path, Name(mode));
        }
        catch (Exception)
        {
            // A listener's own.
        }
    }

    public static void Released(string path, FileLockMode mode, long since)
    {
        if (since == 0)
        {
            return;
        }
        try
        {
            var seconds = Stopwatch.GetElapsedTime(since).TotalSeconds;
            Holding.Record(seconds, Tag(mode));
            FileLockEventSource.Log.Released(path, Name(mode), seconds);
        }
        catch (Exception)
        {
            // A listener's own.
        }
    }

    /// <summary>Something that is done beside a lock failed: its file was not deleted, its holder not recorded.</summary>
    public static void CleanupFailed(string path, string step, string reason)
    {
        try
        {
            CleanupFailures.Add(1, new KeyValuePair<string, object?>("filelock.step", step));
            FileLockEventSource.Log.CleanupFailed(path, step, reason);
        }
        catch (Exception)
        {
            // A listener's own.
        }
    }

    private static KeyValuePair<string, object?> Tag(FileLockMode mode) => new("filelock.mode", Name(mode));

    private static string Name(FileLockMode mode) => mode == FileLockMode.Exclusive ? "exclusive" : "shared";
}
