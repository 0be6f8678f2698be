using FileLocking;

namespace ManyMachines;

/// <summary>A held lock of the server. It can be lost: <see cref="LostToken"/> tells when its connection has gone.</summary>
public sealed class PostgresLockHandle : ILockHandle
{
    // Everything that runs while the lock is held refers to the session and nothing to the handle, so that the collector finds a handle
    // that
    // somebody forgot.
    private readonly HeldSession _session;

    internal PostgresLockHandle(HeldSession session) => _session = session;

    ~PostgresLockHandle() => _ = _session.ReleaseAsync();

    public FileLockMode Mode => _session.Mode;

    public bool IsHeld => _session.IsHeld;

    /// <summary>Canceled when the connection is found to be gone.</summary>
    /// <remarks>
    /// The server may have given the lock to somebody else a moment before: what must not happen twice needs a check of its own where it
    /// happens.
    /// </remarks>
    public CancellationToken LostToken => _session.LostToken;

    /// <summary>
    /// Releases the lock and closes its connection. Never throws: a lock whose server cannot be reached ends with the session.
    /// </summary>
    [ReleasesLock]
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    /// <inheritdoc cref="Dispose"/>
    [ReleasesLock]
    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return new(_session.ReleaseAsync());
    }
}
