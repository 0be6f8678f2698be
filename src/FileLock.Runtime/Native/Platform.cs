using System.Runtime.InteropServices;

namespace FileLocking.Native;

/// <summary>The one place that asks which system this is.</summary>
/// <param name="Host">Opens, names and deletes files.</param>
/// <param name="Default">The lock that other programs of this system take.</param>
/// <param name="Ranged">The lock on byte ranges.</param>
internal sealed record Platform(IHost Host, ILockBackend Default, ILockBackend Ranged)
{
    public static Platform Current { get; } = Detect();

    private static Platform Detect()
    {
        if (OperatingSystem.IsWindows())
        {
            var windows = new LockFileEx();
            return new(new WindowsHost(), windows, windows);
        }
        if (OperatingSystem.IsMacOS())
        {
            var architecture = RuntimeInformation.ProcessArchitecture;
            return new(
                new MacOSHost(),
                new Flock(Errno.MacOS),
                new OpenFileDescriptionLock(OpenFileDescriptionLock.Numbers.MacOS(architecture))
            );
        }
        return new(new LinuxHost(), new Flock(Errno.Linux), new OpenFileDescriptionLock(OpenFileDescriptionLock.Numbers.Linux));
    }
}
