using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using FileLocking;
using Npgsql;

namespace ManyMachines;

/// <summary>
/// A lock that excludes every machine that uses the same name in the same database: a session advisory lock of PostgreSQL.
/// </summary>
/// <remarks>
/// <para>Every held lock, and every wait, is a connection of its own, outside the pool: whatever goes wrong, closing it gives up the lock.
/// The connection has to reach the server itself: a pooler that shares server sessions between clients (PgBouncer's transaction mode) does
/// not work with session locks.</para>
/// <para>Waiters are served in the order in which they arrived at the server. The lock is not reentrant. The server does not detect
/// deadlocks between such locks, for it looks at sessions and each lock has its own: callers that take several take them in one order, or
/// with a timeout.</para>
/// <para>The timeout counts the wait for the lock. Connecting has the limit of the connection string (<c>Timeout</c>), and failing to
/// connect is an <see cref="NpgsqlException"/>, not a refusal.</para>
/// </remarks>
public sealed class PostgresLock : INamedLock
{
    // The server's own limit answers a timed wait. A client that has heard nothing so long after it takes the server for gone.
    private const int SecondsBeyondTimeout = 30;

    private static readonly TimeSpan PatienceAfterCancellation = TimeSpan.FromSeconds(2);

    private readonly string _connectionString;

    /// <param name="connectionString">Npgsql's; all users of the lock name the same database.</param>
    /// <param name="name">Any text; <see cref="KeyOf"/> tells which number it becomes.</param>
    public PostgresLock(string connectionString, string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(connectionString);
        ArgumentException.ThrowIfNullOrEmpty(name);
        var settings = new NpgsqlConnectionStringBuilder(connectionString)
        {
            Pooling = false,
            Multiplexing = false,
            // The lock outlives a transaction that happens to surround its acquisition.
            Enlist = false,
            // A server whose machine or network is gone ends a wait, too.
            TcpKeepAlive = true,
            TcpKeepAliveTime = 10,
            TcpKeepAliveInterval = 5,
        };
        if (settings.KeepAlive == 0)
        {
            settings.KeepAlive = 5;
        }
        _connectionString = settings.ConnectionString;
        Name = name;
        Key = KeyOf(name);
    }

    public string Name { get; }

    /// <summary>The number by which the server knows the lock.</summary>
    public long Key { get; }

    /// <summary>The first eight bytes of the SHA-256 of the name: the same in every process, on every machine, for ever.</summary>
    /// <remarks>
    /// Two names that share a key exclude one another without need; they never fail to exclude. Among a million names the probability that
    /// any two do is about 3 in 100 million. Other programs that use advisory locks in the same database share the numbers.
    /// </remarks>
    public static long KeyOf(string name) => BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(name)));

    [AcquiresLock]
    public ILockHandle Acquire(
        FileLockMode mode = FileLockMode.Exclusive,
        TimeSpan? timeout = null,
        CancellationToken cancellationToken = default
    )
    {
        var limit = Check(mode, timeout ?? Timeout.InfiniteTimeSpan);
        return Wait(mode, limit, cancellationToken) ?? throw TimedOut(mode, limit);
    }

    [AcquiresLock]
    public ILockHandle? TryAcquire(
        FileLockMode mode = FileLockMode.Exclusive,
        TimeSpan timeout = default,
        CancellationToken cancellationToken = default
    ) => Wait(mode, Check(mode, timeout), cancellationToken);

    [AcquiresLock]
    public async ValueTask<ILockHandle> AcquireAsync(
        FileLockMode mode = FileLockMode.Exclusive,
        TimeSpan? timeout = null,
        CancellationToken cancellationToken = default
    )
    {
        var limit = Check(mode, timeout ?? Timeout.InfiniteTimeSpan);
        return await TakeAsync(mode, limit, cancellationToken).ConfigureAwait(false) ?? throw TimedOut(mode, limit);
    }

    [AcquiresLock]
    public async ValueTask<ILockHandle?> TryAcquireAsync(
        FileLockMode mode = FileLockMode.Exclusive,
        TimeSpan timeout = default,
        CancellationToken cancellationToken = default
    ) => await TakeAsync(mode, Check(mode, timeout), cancellationToken).ConfigureAwait(false);

    public override string ToString() => Name;

    // The synchronous verbs wait for the asynchronous ones: Npgsql's synchronous calls take no token, and its Cancel is lost when it comes
    // just before the call has begun.
    private PostgresLockHandle? Wait(FileLockMode mode, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var interrupted = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var taking = TakeAsync(mode, timeout, interrupted.Token);
        try
        {
            return taking.GetAwaiter().GetResult();
        }
        catch (OperationCanceledException e) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(e.Message, e, cancellationToken);
        }
        catch (ThreadInterruptedException)
        {
            interrupted.Cancel();
            _ = AbandonAsync(taking);
            throw;
        }
    }

    private async Task<PostgresLockHandle?> TakeAsync(FileLockMode mode, TimeSpan timeout, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        // A canceled caller returns when the server has forgotten the wait. From a server that does not answer, it returns all the same.
        using var patience = new CancellationTokenSource();
        using var registration = cancellationToken.Register(() => patience.CancelAfter(PatienceAfterCancellation));
        var taking = TakeOnceAsync(mode, timeout, cancellationToken);
        try
        {
            return await taking.WaitAsync(patience.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (cancellationToken.IsCancellationRequested)
        {
            _ = AbandonAsync(taking);
            throw new OperationCanceledException("The wait for the lock was canceled.", e, cancellationToken);
        }
    }

    // The caller has left, so what the server may yet grant has nobody else to release it.
    private static async Task AbandonAsync(Task<PostgresLockHandle?> taking)
    {
        await ((Task)taking).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (taking is { IsCompletedSuccessfully: true, Result: { } held })
        {
            await held.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task<PostgresLockHandle?> TakeOnceAsync(FileLockMode mode, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var connection = new NpgsqlConnection(_connectionString);
        PostgresLockHandle? held = null;
        try
        {
            await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
            await PrepareAsync(connection, timeout, cancellationToken).ConfigureAwait(false);
            var isGranted =
                timeout == TimeSpan.Zero ? await TryOnceAsync().ConfigureAwait(false) : await WaitForTurnAsync().ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            held = isGranted ? new PostgresLockHandle(new HeldSession(connection, Key, mode)) : null;
            return held;
        }
        finally
        {
            if (held is null)
            {
                await connection.DisposeAsync().ConfigureAwait(false);
            }
        }

        async Task<bool> TryOnceAsync()
        {
            var function = mode == FileLockMode.Exclusive ? "pg_try_advisory_lock" : "pg_try_advisory_lock_shared";
            using var command = Command(connection, $"SELECT {function}($1)", Key);
            return (bool)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
        }

        async Task<bool> WaitForTurnAsync()
        {
            var function = mode == FileLockMode.Exclusive ? "pg_advisory_lock" : "pg_advisory_lock_shared";
            using var command = Command(connection, $"SELECT {function}($1)", Key);
            command.CommandTimeout =
                timeout == Timeout.InfiniteTimeSpan ? 0 : (int)Math.Ceiling(timeout.TotalSeconds) + SecondsBeyondTimeout;
            try
            {
                await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
                return true;
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.LockNotAvailable)
            {
                return false;
            }
        }
    }

    private static async Task PrepareAsync(NpgsqlConnection connection, TimeSpan timeout, CancellationToken cancellationToken)
    {
        // lock_timeout has milliseconds and 0 for none. It starts when the wait has begun and is rounded up, so that it is never early.
        var limit = timeout > TimeSpan.Zero ? (long)Math.Ceiling(timeout.TotalMilliseconds) : 0;
        // The session of a holder whose machine or network is gone ends after 25 seconds instead of two hours, and with it its lock. What a
        // server does not know (idle_session_timeout came with version 14) is left out.
        const string Settings = """
            SELECT set_config(known.name, wanted.setting, false)
            FROM (VALUES ('lock_timeout', $1), ('statement_timeout', '0'), ('idle_session_timeout', '0'),
                ('tcp_keepalives_idle', '10'), ('tcp_keepalives_interval', '5'), ('tcp_keepalives_count', '3')) AS wanted (name, setting)
            JOIN pg_settings AS known USING (name)
            """;
        using (var command = Command(connection, Settings, limit.ToString()))
        {
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
        if (timeout == TimeSpan.Zero)
        {
            return;
        }
        // A waiter that is killed leaves the server's queue within a second, instead of when its turn has come.
        using var check = Command(connection, "SELECT set_config('client_connection_check_interval', $1, false)", "1000");
        try
        {
            await check.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.UndefinedObject or PostgresErrorCodes.InvalidParameterValue)
        {
            // Before version 14, and on Windows: then it leaves when its turn has come.
        }
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string text, object argument) =>
        new(text, connection) { Parameters = { new() { Value = argument } } };

    private static TimeSpan Check(FileLockMode mode, TimeSpan timeout)
    {
        if (mode is not (FileLockMode.Exclusive or FileLockMode.Shared))
        {
            throw new ArgumentOutOfRangeException(nameof(mode), mode, "Unknown FileLockMode.");
        }
        if ((timeout < TimeSpan.Zero && timeout != Timeout.InfiniteTimeSpan) || timeout.TotalMilliseconds > int.MaxValue)
        {
            throw new ArgumentOutOfRangeException(
                nameof(timeout),
                timeout,
                "A timeout is zero, at most int.MaxValue milliseconds, or Timeout.InfiniteTimeSpan."
            );
        }
        return timeout;
    }

    private TimeoutException TimedOut(FileLockMode mode, TimeSpan timeout) =>
        new(
            $"Somebody else held the lock '{Name}' (key {Key}) for the {timeout.TotalSeconds:0.###} s that the "
                + $"{(mode == FileLockMode.Exclusive ? "exclusive" : "shared")} lock was waited for."
        );
}
