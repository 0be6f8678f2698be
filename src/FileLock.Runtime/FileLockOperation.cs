namespace FileLocking;

/// <summary>What was attempted when a <see cref="FileLockException"/> was thrown.</summary>
public enum FileLockOperation
{
    /// <summary>Not stated.</summary>
    Unspecified,

    /// <summary>
    /// The folders on the way to the lock file were to be created (<see cref="FileLockOptions.CreateDirectories"/>): <c>mkdir</c>.
    /// </summary>
    CreateDirectories,

    /// <summary>The lock file was to be opened or created: <c>open</c>, <c>CreateFileW</c>.</summary>
    Open,

    /// <summary>The lock was to be taken: <c>flock</c>, <c>fcntl(F_OFD_SETLK)</c>, <c>LockFileEx</c>.</summary>
    Acquire,

    /// <summary>A shared lock was to become exclusive.</summary>
    Upgrade,

    /// <summary>An exclusive lock was to become shared.</summary>
    Downgrade,

    /// <summary>The lock was to be released: <c>flock(LOCK_UN)</c>, <c>fcntl(F_UNLCK)</c>, <c>UnlockFileEx</c>.</summary>
    Release,
}
