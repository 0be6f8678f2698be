// Database locks are statements, not system calls.
using System;
using System.Threading.Tasks;
using System.Data;
using System.Data.Common;
using System.Threading;

namespace Reports.Database;

public sealed class TableLocks
{
    private readonly DbConnection _connection;

    public TableLocks(DbConnection connection) => _connection = connection;

    public async Task<int> RebuildAsync(CancellationToken token)
    {
        await LockAsync("totals", exclusive: false, token);
        int rows = await ExecuteAsync("INSERT INTO totals SELECT day, SUM(amount) FROM entries GROUP BY day", token);
        await UnlockAsync(token);
        return rows;
    }

    public async Task<bool> TryLockRowAsync(int id, CancellationToken token)
    {
        await using DbCommand command = _connection.CreateCommand();
        command.CommandText = "SELECT 1 FROM jobs WHERE id = @id FOR UPDATE SKIP LOCKED";
        DbParameter parameter = command.CreateParameter();
        parameter.ParameterName = "@id";
        parameter.DbType = DbType.Int32;
        parameter.Value = id;
        command.Parameters.Add(parameter);
        return await command.ExecuteScalarAsync(token) is not null;
    }

    private Task LockAsync(string table, bool exclusive, CancellationToken token)
        => ExecuteAsync($"LOCK TABLE {table} IN {(exclusive ? "EXCLUSIVE" : "SHARE")} MODE", token);

    private Task UnlockAsync(CancellationToken token) => ExecuteAsync("UNLOCK TABLES", token);

    private async Task<int> ExecuteAsync(string sql, CancellationToken token)
    {
        await using DbCommand command = _connection.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteNonQueryAsync(token);
    }
}
