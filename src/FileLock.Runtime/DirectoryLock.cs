using FileLocking.Native;

namespace FileLocking;

/// <summary>Locks on directories, by a lock file beside or inside each. Windows cannot lock a directory itself.</summary>
public static class DirectoryLock
{
    private const string Extension = ".lock";

    /// <summary>Names the lock on a directory.</summary>
    /// <remarks>
    /// Symbolic links on the way to the directory, the last name included, are followed now (<c>realpath(3)</c>,
    /// <c>GetFinalPathNameByHandleW</c>), so that two names of one directory are one lock. A directory that does not exist yet is taken by
    /// the name given.
    /// </remarks>
    /// <param name="directory">The directory; a relative path is taken from the current directory now, not later.</param>
    /// <param name="options">How to open the lock file; null for the defaults.</param>
    /// <param name="placement">
    /// Whether the lock file lies beside the directory or inside it; all users of the directory have to agree.
    /// </param>
    /// <returns>The lock on the file beside, or inside, the directory.</returns>
    /// <exception cref="ArgumentException">
    /// The path is null, empty or holds a null character, or names a root, which has nothing beside it.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">The placement is unknown.</exception>
    public static FileLock Create(
        string directory,
        FileLockOptions? options = null,
        DirectoryLockPlacement placement = DirectoryLockPlacement.Beside
    )
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        if (placement is not (DirectoryLockPlacement.Beside or DirectoryLockPlacement.Inside))
        {
            throw new ArgumentOutOfRangeException(nameof(placement), placement, "Unknown DirectoryLockPlacement.");
        }

        var full = Path.GetFullPath(directory);
        var path = Path.TrimEndingDirectorySeparator(Platform.Current.Host.ResolveDirectory(full) ?? full);
        if (placement == DirectoryLockPlacement.Inside)
        {
            return new(Path.Combine(path, Extension), options);
        }
        return Path.GetDirectoryName(path) is null
            ? throw new ArgumentException("A root directory has no place beside it for a lock file.", nameof(directory))
            : new(path + Extension, options);
    }
}
