using Microsoft.Win32.SafeHandles;

namespace FileLocking.Native;

/// <summary>
/// One kind of lock that an operating system offers on an open file. Methods that return int return the system's error code, 0 for success.
/// </summary>
internal interface ILockBackend
{
    /// <summary>Whether an upgrade happens in one step that no other holder can come between.</summary>
    bool UpgradesAtomically { get; }

    /// <summary>Whether the backend can lock less than a whole file.</summary>
    bool HasRanges { get; }

    /// <summary>Takes the lock if that is possible at once.</summary>
    int TryLock(nint handle, FileLockMode mode, ByteRange range);

    /// <summary>Takes the lock, blocking the calling thread in the operating system until it is granted.</summary>
    int Lock(SafeFileHandle handle, FileLockMode mode, ByteRange range);

    /// <summary>
    /// Changes the mode of a held lock if that is possible at once; else tells whether the lock is (again) held in its old mode.
    /// </summary>
    int TryConvert(nint handle, FileLockMode to, ByteRange range, out bool stillHeld);

    /// <summary>Gives the lock back. The range must be the one that was locked.</summary>
    int Unlock(nint handle, ByteRange range);

    /// <summary>What an error code returned by one of the locking methods means.</summary>
    LockError Classify(int error);
}

/// <summary>What a refused or failed lock call means to its caller.</summary>
internal enum LockError
{
    /// <summary>Nothing that the library can mend.</summary>
    Failed,

    /// <summary>Somebody else has the lock.</summary>
    Contended,

    /// <summary>The file system, or the system, has no such lock.</summary>
    NotSupported,

    /// <summary>The descriptor may lack write access, which exclusive locks need on NFS.</summary>
    NeedsWriteAccess,
}
