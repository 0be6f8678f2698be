// One implementation a platform, each in its own file: both are exclusive and both wait.
using System;

namespace ValidCode.LOCK1003;

/// <summary>Excludes all other processes from a directory until it is disposed.</summary>
public interface IDirectoryGate : IDisposable
{
    static IDirectoryGate Enter(string directory) =>
        OperatingSystem.IsWindows() ? new WindowsGate(directory + ".lock") : new PosixGate(directory + ".lock");
}
