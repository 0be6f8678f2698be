namespace FileLocking;

/// <summary>
/// How a <see cref="FileLock"/> opens its file and what it locks of it. All users of one file should use the same options.
/// </summary>
public sealed class FileLockOptions
{
    internal const UnixFileMode DefaultUnixCreateMode =
        UnixFileMode.UserRead
        | UnixFileMode.UserWrite
        | UnixFileMode.GroupRead
        | UnixFileMode.GroupWrite
        | UnixFileMode.OtherRead
        | UnixFileMode.OtherWrite;

    /// <summary>Which of the system's locks to take. Default: the one that other programs take.</summary>
    public FileLockMechanism Mechanism { get; init; }

    /// <summary>
    /// <see cref="FileAccess.ReadWrite"/>, the default, falls back to reading where the file may not be written.
    /// <see cref="FileAccess.Read"/> opens for reading, and for writing only where the file system will not lock otherwise (NFS: EBADF,
    /// EIO).
    /// </summary>
    public FileAccess Access { get; init; } = FileAccess.ReadWrite;

    /// <summary>
    /// Permissions of the lock file if it has to be created, less the umask. Default 0666. Windows: ignored, the folder decides.
    /// </summary>
    public UnixFileMode UnixCreateMode { get; init; } = DefaultUnixCreateMode;

    /// <summary>Whether to create the folders on the way to the lock file. Default: no, a missing one is an error.</summary>
    public bool CreateDirectories { get; init; }

    /// <summary>
    /// Whether the lock file may be a symbolic link. Default: no, a link is an error, for anybody may plant one in a shared folder.
    /// </summary>
    public bool FollowSymbolicLinks { get; init; }

    /// <summary>
    /// Locks one byte at offset 2^62, beyond any data, instead of the whole file: on Windows, where locks are mandatory, others may then
    /// read and write the content while it is locked. <c>flock</c> has no ranges and ignores it: native readers are free anyway, and .NET's
    /// own opens, which take a <c>flock</c> themselves, are refused anyway. With <see cref="FileLockMechanism.OpenFileDescription"/> they
    /// are not.
    /// </summary>
    public bool LockBeyondContent { get; init; }

    /// <summary>
    /// Deletes the lock file when an exclusive lock is released, while it is still held; and every acquirer makes sure, once it has the
    /// lock, that the path still names the file that it locked. Safe only if every user of the file sets it. A deletion that fails is
    /// counted (<c>filelock.cleanup.failures</c>) and the lock is released all the same. Default: the file stays.
    /// </summary>
    public bool DeleteOnRelease { get; init; }

    /// <summary>
    /// Replaces the file's content, while it is locked exclusively, with a line of process id and host name, and empties the file when the
    /// lock is released, so that <see cref="FileLock.GetHolders"/> can tell them where the system does not. A line that cannot be written
    /// is counted (<c>filelock.cleanup.failures</c>) and the lock is held all the same. On Windows set <see cref="LockBeyondContent"/> as
    /// well, or nobody can read the line while it matters. Default: the content is the caller's own.
    /// </summary>
    public bool RecordHolder { get; init; }

    /// <summary>The clock of timeouts. Default: the system's.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
