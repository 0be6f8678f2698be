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

    /// <summary>A timestamp, or 0 where nobody would be told of the time passed since.</summary>
    public static long Start() => Waiting.Enabled || Holding.Enabled || FileLockEventSource.Log.IsEnabled() ? Stopwatch.GetTimestamp() : 0;

    public static void Acquired(string path, LockMode mode, long since)
    {
        Acquisitions.Add(1, Tag(mode));
        if (since == 0) return;
        double seconds = Stopwatch.GetElapsedTime(since).TotalSeconds;
        Waiting.Record(seconds, Tag(mode));
        FileLockEventSource.Log.Acquired(path, Name(mode), seconds);
    }

    public static void Refused(string path, LockMode mode)
    {
        Refusals.Add(1, Tag(mode));
        FileLockEventSource.Log.Refused(path, Name(mode));
    }

    public static void WaitStarted(string path, LockMode mode) => FileLockEventSource.Log.WaitStarted(path, Name(mode));

    public static void Released(string path, LockMode mode, long since)
    {
        if (since == 0) return;
        double seconds = Stopwatch.GetElapsedTime(since).TotalSeconds;
        Holding.Record(seconds, Tag(mode));
        FileLockEventSource.Log.Released(path, Name(mode), seconds);
    }

    private static KeyValuePair<string, object?> Tag(LockMode mode) => new("filelock.mode", Name(mode));

    private static string Name(LockMode mode) => mode == LockMode.Exclusive ? "exclusive" : "shared";
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
