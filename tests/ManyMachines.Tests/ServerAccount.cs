using Npgsql;

namespace ManyMachines.Tests;

/// <summary>How one test connects, and what the server knows of its connections.</summary>
public sealed class ServerAccount(NpgsqlConnectionStringBuilder settings)
{
    public string ConnectionString => settings.ConnectionString;

    public int Port => settings.Port;

    public PostgresLock Lock(string name = "lock") => new(ConnectionString, name);

    /// <summary>The same account by way of another port.</summary>
    public string Through(int port) => new NpgsqlConnectionStringBuilder(ConnectionString) { Port = port }.ConnectionString;

    /// <summary>How many of the test's sessions the server has, idle or busy.</summary>
    public long Sessions() => Ask<long>("SELECT count(*) FROM pg_stat_activity WHERE application_name = $1");

    /// <summary>How many of them wait for a lock.</summary>
    public long Waiting() =>
        Ask<long>("SELECT count(*) FROM pg_locks JOIN pg_stat_activity USING (pid) WHERE application_name = $1 AND NOT granted");

    /// <summary>How many advisory locks they hold.</summary>
    public long Holding() =>
        Ask<long>(
            "SELECT count(*) FROM pg_locks JOIN pg_stat_activity USING (pid) "
                + "WHERE application_name = $1 AND granted AND locktype = 'advisory'"
        );

    /// <summary>Ends every session that holds a lock, as an administrator or a failover would.</summary>
    public void EndHolders() =>
        Assert.True(
            Ask<bool>(
                "SELECT bool_and(pg_terminate_backend(pid)) FROM pg_locks JOIN pg_stat_activity USING (pid) "
                    + "WHERE application_name = $1 AND granted AND locktype = 'advisory'"
            )
        );

    public void WaitsInTheServersQueue(int count = 1) => Eventually.True(() => Waiting() == count, $"{count} sessions wait for a lock");

    public void NothingIsLeft() => Eventually.True(() => Sessions() == 0, "the server has no session of this test left");

    private T Ask<T>(string query)
    {
        // Not counted itself: it has another name.
        var own = new NpgsqlConnectionStringBuilder(ConnectionString) { ApplicationName = "observer" };
        using var connection = new NpgsqlConnection(own.ConnectionString);
        connection.Open();
        using var command = new NpgsqlCommand(query, connection) { Parameters = { new() { Value = settings.ApplicationName! } } };
        return (T)command.ExecuteScalar()!;
    }
}
