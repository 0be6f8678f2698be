using System.Globalization;

namespace FileLocking;

/// <summary>A process that holds a lock, as <see cref="FileLock.GetHolders"/> found it.</summary>
/// <param name="processId">The process's id on its machine.</param>
/// <param name="hostName">The name of the machine; null for this one.</param>
/// <param name="processName">The process's name, or null where it is not known.</param>
public sealed class FileLockHolder(int processId, string? hostName = null, string? processName = null)
{
    /// <summary>The process's id on its machine.</summary>
    public int ProcessId { get; } = processId;

    /// <summary>The name of the machine that the process runs on.</summary>
    public string HostName { get; } = hostName ?? Environment.MachineName;

    /// <summary>The process's name (Linux: <c>/proc/PID/comm</c>), or null where it is not known.</summary>
    public string? ProcessName { get; } = processName;

    /// <summary>Whether it is the calling process itself.</summary>
    public bool IsThisProcess => ProcessId == Environment.ProcessId && IsThisMachine;

    private bool IsThisMachine => string.Equals(HostName, Environment.MachineName, StringComparison.OrdinalIgnoreCase);

    /// <summary>Such as <c>this process</c>, <c>process 708 (backup)</c>, <c>process 708 on web-2</c>.</summary>
    public override string ToString()
    {
        if (IsThisProcess)
        {
            return "this process";
        }
        var name = ProcessName is null ? "" : $" ({ProcessName})";
        var host = IsThisMachine ? "" : $" on {HostName}";
        return string.Create(CultureInfo.InvariantCulture, $"process {ProcessId}{name}{host}");
    }
}
