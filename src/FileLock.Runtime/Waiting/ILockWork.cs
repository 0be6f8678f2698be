namespace FileLocking.Waiting;

/// <summary>
/// Something for a <see cref="LockWorker"/> to do. An object that is there before it is needed, so that starting it allocates nothing.
/// </summary>
internal interface ILockWork
{
    /// <summary>Does it. Throws nothing.</summary>
    void Run();
}
