namespace FileLocking;

/// <summary>Where the lock file of a <see cref="DirectoryLock"/> lies.</summary>
public enum DirectoryLockPlacement
{
    /// <summary>
    /// Beside the directory: <c>/data/db</c> is locked by <c>/data/db.lock</c>. It is neither copied nor deleted with the directory.
    /// </summary>
    Beside,

    /// <summary>
    /// Inside the directory, which has to exist: <c>/data/db/.lock</c>. For a mounted volume, where what lies beside the mount point is
    /// another file system, and another one in each container.
    /// </summary>
    Inside,
}
