namespace FileLocking;

/// <summary>Which of the operating system's locks to take.</summary>
public enum FileLockMechanism
{
    /// <summary>The one that other programs of the system take: <c>flock(2)</c> on Linux and macOS, <c>LockFileEx</c> on Windows.</summary>
    SystemDefault,

    /// <summary>
    /// <c>fcntl(F_OFD_SETLK)</c> on Linux and macOS: byte ranges, and upgrades that nobody can come between.
    /// On local file systems it does not see <c>flock</c> locks, so all users of a file have to agree. On Windows the same as
    /// <see cref="SystemDefault"/>.
    /// </summary>
    OpenFileDescription,
}
