using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Tracing;

namespace FileLocking;

/// <summary>
/// Events <c>Acquired</c>, <c>Refused</c>, <c>WaitStarted</c>, <c>Released</c> and <c>CleanupFailed</c> of the source <c>FileLocking</c>;
/// durations in seconds.
/// </summary>
[EventSource(Name = "FileLocking")]
internal sealed unsafe class FileLockEventSource : EventSource
{
    public static readonly FileLockEventSource Log = new();

    [Event(1, Level = EventLevel.Informational)]
    public void Acquired(string path, string mode, double seconds) => Write(1, path, mode, seconds);

    [Event(2, Level = EventLevel.Informational)]
    public void Refused(string path, string mode)
    {
        if (IsEnabled())
        {
            WriteEvent(2, path, mode);
        }
    }

    [Event(3, Level = EventLevel.Informational)]
    public void WaitStarted(string path, string mode)
    {
        if (IsEnabled())
        {
            WriteEvent(3, path, mode);
        }
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
        if (!IsEnabled())
        {
            return;
        }
        fixed (
            char* pathStart = path,
                modeStart = mode
        )
        {
            var data = stackalloc EventData[3];
            data[0] = new() { DataPointer = (nint)pathStart, Size = (path.Length + 1) * sizeof(char) };
            data[1] = new() { DataPointer = (nint)modeStart, Size = (mode.Length + 1) * sizeof(char) };
            data[2] = new() { DataPointer = (nint)(&seconds), Size = sizeof(double) };
            WriteEventCore(id, 3, data);
        }
    }
}
