using System.Runtime.InteropServices;

namespace FileLocking.Native;

/// <summary>The one place that asks which system this is.</summary>
internal sealed record Platform(IHost Host, ILockBackend Default)
{
    public static Platform Current { get; } = Detect();

    private static Platform Detect()
    {
        if (OperatingSystem.IsWindows()) return new(new WindowsHost(), new LockFileEx());

        UnixConstants constants = OperatingSystem.IsMacOS()
            ? UnixConstants.MacOS(RuntimeInformation.ProcessArchitecture)
            : UnixConstants.Linux(RuntimeInformation.ProcessArchitecture);
        return new(new UnixHost(constants), new Flock(constants.Errno));
    }
}
