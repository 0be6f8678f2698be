namespace FileLocking.Waiting;

/// <summary>What came of the first attempt at a lock.</summary>
internal enum AttemptKind
{
    /// <summary>The lock is held.</summary>
    Held,

    /// <summary>Somebody else has it.</summary>
    Contended,

    /// <summary>Somebody keeps the file from being opened for now (Windows), so there is nothing to wait on.</summary>
    Unopenable,
}

/// <summary>The first attempt at a lock, and what it leaves open for the wait that may follow. A refused one allocates nothing.</summary>
/// <param name="Kind">What came of it.</param>
/// <param name="File">The locked file, if it is held.</param>
/// <param name="Handle">The open file, if it is contended and the caller is ready to wait; the caller closes it.</param>
/// <param name="Access">How it is open.</param>
/// <param name="Key">In which queue one waits for it.</param>
internal readonly record struct Attempt(
    AttemptKind Kind,
    OpenFile? File = null,
    nint Handle = -1,
    FileAccess Access = default,
    QueueKey Key = default
)
{
    /// <summary>Makes the open handle an owned one; closes it if that fails.</summary>
    public OpenFile ToFile(FileLock @lock) => @lock.Own(Handle, Access, Key);

    public void Close(FileLock @lock) => @lock.Host.Close(Handle);
}
