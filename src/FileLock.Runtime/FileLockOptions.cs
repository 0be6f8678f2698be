namespace FileLocking;

/// <summary>Which of the system's locks to take.</summary>
public enum LockKind
{
    /// <summary>The one that other programs of the system take: <c>flock(2)</c> on Linux and macOS, <c>LockFileEx</c> on Windows.</summary>
    SystemDefault,

    /// <summary>
    /// <c>fcntl(F_OFD_SETLK)</c> on Linux and macOS: byte ranges, and upgrades that nobody can come between.
    /// On local file systems it does not see <c>flock</c> locks, so all users of a file have to agree. On Windows the same as <see cref="SystemDefault"/>.
    /// </summary>
    OpenFileDescription,
}

/// <summary>How a <see cref="FileLock"/> opens its file and what it locks of it. All users of one file should use the same options.</summary>
public sealed record FileLockOptions
{
    internal const UnixFileMode DefaultPermissions =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    /// <summary>Which of the system's locks to take. Default: the one that other programs take.</summary>
    public LockKind Kind { get; init; }

    /// <summary>
    /// <see cref="FileAccess.ReadWrite"/>, the default, falls back to reading where the file may not be written.
    /// <see cref="FileAccess.Read"/> opens for reading, and for writing only where the file system will not lock otherwise (NFS: EBADF, EIO).
    /// </summary>
    public FileAccess Access { get; init; } = FileAccess.ReadWrite;

    /// <summary>Permissions of the lock file if it has to be created, less the umask. Default 0666. Windows: ignored, the folder decides.</summary>
    public UnixFileMode Permissions { get; init; } = DefaultPermissions;

    /// <summary>Whether to create the folders on the way to the lock file. Default: no, a missing one is an error.</summary>
    public bool CreateDirectory { get; init; }

    /// <summary>Whether the lock file may be a symbolic link. Default: no, a link is an error, for anybody may plant one in a shared folder.</summary>
    public bool FollowSymbolicLinks { get; init; }

    /// <summary>
    /// Locks one byte at offset 2^62, beyond any data, instead of the whole file: on Windows, where locks are mandatory,
    /// others may then read and write the content while it is locked. <c>flock</c> has no ranges and ignores it, being advisory anyway.
    /// </summary>
    public bool LeaveContentAccessible { get; init; }

    /// <summary>
    /// Deletes the lock file when an exclusive lock is released, while it is still held; and every acquirer makes sure, once it has the lock,
    /// that the path still names the file that it locked. Safe only if every user of the file sets it. Default: the file stays.
    /// </summary>
    public bool DeleteOnRelease { get; init; }

    /// <summary>The clock of timeouts and of the pauses between attempts on network file systems.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
