namespace FileLocking;

/// <summary>Whether a lock admits other holders.</summary>
public enum FileLockMode
{
    /// <summary>One holder and nobody else: <c>LOCK_EX</c>, <c>F_WRLCK</c>, <c>LOCKFILE_EXCLUSIVE_LOCK</c>.</summary>
    Exclusive,

    /// <summary>Any number of shared holders, and no exclusive one: <c>LOCK_SH</c>, <c>F_RDLCK</c>, no flag on Windows.</summary>
    Shared,
}
