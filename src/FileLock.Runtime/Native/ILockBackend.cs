using Microsoft.Win32.SafeHandles;

namespace FileLocking.Native;

/// <summary>One kind of lock that an operating system offers on an open file. Every method returns the system's error code, 0 for success.</summary>
internal interface ILockBackend
{
    /// <summary>Whether upgrade and downgrade happen in one step that no other holder can come between.</summary>
    bool ConvertsAtomically { get; }

    /// <summary>Whether the backend locks less than a whole file.</summary>
    bool HasRanges { get; }

    /// <summary>Takes the lock if that is possible at once.</summary>
    int TryLock(SafeFileHandle handle, LockMode mode, ByteRange range);

    /// <summary>Takes the lock, blocking the calling thread in the operating system until it is granted.</summary>
    int Lock(SafeFileHandle handle, LockMode mode, ByteRange range);

    /// <summary>Gives the lock back. The range must be the one that was locked.</summary>
    int Unlock(SafeFileHandle handle, ByteRange range);

    /// <summary>What an error code returned by <see cref="TryLock"/> or <see cref="Lock"/> means.</summary>
    LockError Classify(int error);
}

/// <summary>What a refused or failed lock call means to its caller.</summary>
internal enum LockError
{
    /// <summary>Nothing that the library can mend.</summary>
    Failed,

    /// <summary>Somebody else has the lock.</summary>
    Contended,

    /// <summary>The file system has no such lock.</summary>
    NotSupported,

    /// <summary>The descriptor may lack write access, which exclusive locks need on NFS.</summary>
    NeedsWriteAccess,
}
