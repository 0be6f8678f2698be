using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Metrics;
using System.Diagnostics.Tracing;

namespace FileLocking;

/// <summary>What the library tells of its work: the meter and the event source are both called <c>FileLocking</c>. Nobody listening costs a few reads.</summary>
internal static class Telemetry
{
    private static readonly Meter Meter = new("FileLocking");

    private static readonly Counter<long> Acquisitions = Meter.CreateCounter<long>("filelock.acquisitions", "{lock}", "Locks acquired.");

    private static readonly Counter<long> Refusals =
        Meter.CreateCounter<long>("filelock.refusals", "{attempt}", "Calls that ended without the lock because somebody else had it.");

    private static readonly Histogram<double> Waiting = Meter.CreateHistogram<double>("filelock.wait.duration", "s", "Time from call to lock.");

    private static readonly Histogram<double> Holding = Meter.CreateHistogram<double>("filelock.hold.duration", "s", "Time from lock to release.");

    private static readonly Counter<long> CleanupFailures =
        Meter.CreateCounter<long>("filelock.cleanup.failures", "{step}", "Lock files that could not be deleted or written to when their lock was released.");

    /// <summary>A timestamp, or 0 where nobody would be told of the time passed since.</summary>
    public static long Start() => Waiting.Enabled || Holding.Enabled || FileLockEventSource.Log.IsEnabled() ? Stopwatch.GetTimestamp() : 0;

    public static void Acquired(string path, FileLockMode mode, long since)
    {
        Acquisitions.Add(1, Tag(mode));
        if (since == 0) return;
        double seconds = Stopwatch.GetElapsedTime(since).TotalSeconds;
        Waiting.Record(seconds, Tag(mode));
        FileLockEventSource.Log.Acquired(path, Name(mode), seconds);
    }

    public static void Refused(string path, FileLockMode mode)
    {
        Refusals.Add(1, Tag(mode));
        FileLockEventSource.Log.Refused(path, Name(mode));
    }

    public static void WaitStarted(string path, FileLockMode mode) => FileLockEventSource.Log.WaitStarted(path, Name(mode));

    public static void Released(string path, FileLockMode mode, long since)
    {
        if (since == 0) return;
        double seconds = Stopwatch.GetElapsedTime(since).TotalSeconds;
        Holding.Record(seconds, Tag(mode));
        FileLockEventSource.Log.Released(path, Name(mode), seconds);
    }

    /// <summary>Something that is done beside a lock failed: a lock file was not deleted, a holder not recorded.</summary>
    public static void CleanupFailed(string path, string step, string reason)
    {
        CleanupFailures.Add(1, new KeyValuePair<string, object?>("filelock.step", step));
        FileLockEventSource.Log.CleanupFailed(path, step, reason);
    }

    private static KeyValuePair<string, object?> Tag(FileLockMode mode) => new("filelock.mode", Name(mode));

    private static string Name(FileLockMode mode) => mode == FileLockMode.Exclusive ? "exclusive" : "shared";
}

/// <summary>Events <c>Acquired</c>, <c>Refused</c>, <c>WaitStarted</c> and <c>Released</c> of the source <c>FileLocking</c>; durations in seconds.</summary>
[EventSource(Name = "FileLocking")]
internal sealed unsafe class FileLockEventSource : EventSource
{
    public static readonly FileLockEventSource Log = new();

    [Event(1, Level = EventLevel.Informational)]
    public void Acquired(string path, string mode, double seconds) => Write(1, path, mode, seconds);

    [Event(2, Level = EventLevel.Informational)]
    public void Refused(string path, string mode)
    {
        if (IsEnabled()) WriteEvent(2, path, mode);
    }

    [Event(3, Level = EventLevel.Informational)]
    public void WaitStarted(string path, string mode)
    {
        if (IsEnabled()) WriteEvent(3, path, mode);
    }

    [Event(4, Level = EventLevel.Informational)]
    public void Released(string path, string mode, double seconds) => Write(4, path, mode, seconds);

    [Event(5, Level = EventLevel.Warning)]
    public void CleanupFailed(string path, string step, string reason)
    {
        if (IsEnabled())
        {
            WriteEvent(5, path, step, reason);
        }
    }

    [NonEvent]
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Strings and a double have no members to be trimmed.")]
    private void Write(int id, string path, string mode, double seconds)
    {
        if (!IsEnabled()) return;
        fixed (char* pathStart = path, modeStart = mode)
        {
            EventData* data = stackalloc EventData[3];
            data[0] = new() { DataPointer = (nint)pathStart, Size = (path.Length + 1) * sizeof(char) };
            data[1] = new() { DataPointer = (nint)modeStart, Size = (mode.Length + 1) * sizeof(char) };
            data[2] = new() { DataPointer = (nint)(&seconds), Size = sizeof(double) };
            WriteEventCore(id, 3, data);
        }
    }
}
