namespace FileLocking.Waiting;

/// <summary>What a caller asked for.</summary>
/// <param name="Mode">Exclusive or shared.</param>
/// <param name="Limit">How long to wait.</param>
/// <param name="ThrowsTimeout">Whether a wait that is over ends with an exception instead of null.</param>
/// <param name="Since">The timestamp of the call, or 0 where nobody measures.</param>
/// <param name="CancellationToken">Ends the wait.</param>
internal readonly record struct AcquireRequest(
    FileLockMode Mode,
    TimeSpan Limit,
    bool ThrowsTimeout,
    long Since,
    CancellationToken CancellationToken
);
