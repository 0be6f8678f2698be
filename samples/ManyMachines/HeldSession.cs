using FileLocking;
using Npgsql;

namespace ManyMachines;

/// <summary>A connection that holds a lock, and the watch over it.</summary>
internal sealed class HeldSession
{
    private const int SecondsToUnlock = 5;

    private readonly NpgsqlConnection _connection;
    private readonly long _key;
    private readonly CancellationTokenSource _stopWatching = new();
    private readonly CancellationTokenSource _lost = new();
    private readonly Task _watch;
    private readonly Lazy<Task> _release;
    private volatile bool _isReleased;

    public HeldSession(NpgsqlConnection connection, long key, FileLockMode mode)
    {
        _connection = connection;
        _key = key;
        Mode = mode;
        _release = new(ReleaseOnceAsync);
        _watch = WatchAsync();
    }

    public FileLockMode Mode { get; }

    public bool IsHeld => !_isReleased && !_lost.IsCancellationRequested;

    public CancellationToken LostToken => _lost.Token;

    public Task ReleaseAsync() => _release.Value;

    // The server sends nothing to a session that only holds a lock, so whatever ends this read is the connection's end: a connection that
    // was
    // closed ends it within milliseconds, one that fell silent within two periods of the keep-alive, which WaitAsync sends. Without this
    // read nothing would tell: StateChange follows the next keep-alive, and never came (in 20 s) from a connection that had fallen silent.
    private async Task WatchAsync()
    {
        try
        {
            while (true)
            {
                await _connection.WaitAsync(_stopWatching.Token).ConfigureAwait(false);
            }
        }
        catch (Exception) when (_stopWatching.IsCancellationRequested) { }
        catch (Exception)
        {
            // Who listens to the token runs on the pool and is not waited for: the connection has to be closed whatever they do.
            _ = _lost.CancelAsync();
            await _connection.CloseAsync().ConfigureAwait(false);
        }
    }

    private async Task ReleaseOnceAsync()
    {
        _isReleased = true;
        await _stopWatching.CancelAsync().ConfigureAwait(false);
        await _watch.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!_lost.IsCancellationRequested)
        {
            await UnlockAsync().ConfigureAwait(false);
        }
        await _connection.DisposeAsync().ConfigureAwait(false);
    }

    // Closing the connection releases the lock, too, but only when the server has noticed. After this call it is free.
    private async Task UnlockAsync()
    {
        var function = Mode == FileLockMode.Exclusive ? "pg_advisory_unlock" : "pg_advisory_unlock_shared";
        try
        {
            using var command = new NpgsqlCommand($"SELECT {function}($1)", _connection) { CommandTimeout = SecondsToUnlock };
            command.Parameters.Add(new() { Value = _key });
            await command.ExecuteNonQueryAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (e is NpgsqlException or InvalidOperationException or IOException)
        {
            // The connection has just broken. The server ends the session, and with it the lock.
        }
    }
}
