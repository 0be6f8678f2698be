using System;

namespace Gates;

/// <summary>Excludes all other processes from a directory until it is disposed.</summary>
public interface IDirectoryGate : IDisposable
{
    static IDirectoryGate Enter(string directory) =>
        OperatingSystem.IsWindows() ? new WindowsGate(directory + ".lock") : new PosixGate(directory + ".lock");
}
