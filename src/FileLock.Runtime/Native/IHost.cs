namespace FileLocking.Native;

/// <summary>
/// What an operating system does for a lock other than locking. Methods that return int return the system's error code, 0 for success.
/// </summary>
internal interface IHost
{
    /// <summary>What is returned for something that is no regular file: no call failed, so no code of the system's fits.</summary>
    const int NotRegular = -1;

    /// <summary>What stands for the identity of a file that has been closed.</summary>
    const int NotOpen = -2;

    /// <summary>The form of a path that the other methods take; made once per lock, so that an attempt allocates nothing.</summary>
    byte[] EncodePath(string path);

    /// <summary>Opens or creates a file, never truncating it, with a handle that no child process inherits.</summary>
    int Open(byte[] path, FileAccess access, UnixFileMode permissions, bool followLinks, out nint handle);

    /// <summary>Closes a handle that <see cref="Open"/> gave.</summary>
    void Close(nint handle);

    /// <summary>What an error code returned by <see cref="Open"/> means.</summary>
    OpenError Classify(int error);

    /// <summary>Which file a handle has open; <see cref="NotRegular"/> if it is a FIFO, a device or the like.</summary>
    int Identify(nint handle, out FileIdentity identity);

    /// <summary>Which file a path names now; <see cref="NotRegular"/> if it is a FIFO, a device or the like.</summary>
    int Identify(byte[] path, bool followLinks, out FileIdentity identity);

    /// <summary>Takes a name out of its directory.</summary>
    int Delete(byte[] path);

    /// <summary>Whether the file lies on a network or user-space file system, where a blocked lock call may never return.</summary>
    bool IsNetwork(nint handle);

    /// <summary>Says who holds a lock on the file; nobody where the system does not tell.</summary>
    IReadOnlyList<FileLockHolder> FindHolders(FileIdentity identity);

    /// <summary>How many threads the user's processes may have together, or null where the system sets no limit.</summary>
    int? ThreadLimit { get; }

    /// <summary>The full path of an existing directory with all symbolic links followed, or null where there is none.</summary>
    string? ResolveDirectory(string path);
}

/// <summary>What a failed open means to its caller.</summary>
internal enum OpenError
{
    /// <summary>Nothing that the library can mend.</summary>
    Failed,

    /// <summary>Somebody else has the file open without sharing it, or it is about to vanish: contention.</summary>
    Contended,

    /// <summary>The file may not be written; reading may still do.</summary>
    WriteDenied,

    /// <summary>A directory on the way does not exist.</summary>
    DirectoryMissing,

    /// <summary>The path names a symbolic link, and links are not to be followed.</summary>
    SymbolicLink,

    /// <summary>The path names a FIFO, a device, a socket: something whose locks, if any, exclude nobody.</summary>
    NotRegular,
}
