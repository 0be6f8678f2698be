using System.Data.Common;
using System.Diagnostics;
using FileLocking;
using ManyMachines;
using Npgsql;

if (Arguments.Parse(args) is not { } arguments)
{
    Console.Error.WriteLine(Arguments.Usage);
    return 2;
}

return arguments.IsWorker ? await WorkAsync(arguments) : await RunAsync(arguments);

// Here, and nowhere else, it is decided how far the lock reaches.
static INamedLock LockFor(Arguments arguments, string counter) =>
    arguments.Connection is { Length: > 0 } connection
        ? new PostgresLock(connection, $"ManyMachines/{Path.GetFileName(counter)}")
        : new FileLock(counter + ".lock");

static async Task<int> WorkAsync(Arguments arguments)
{
    var counter = new Counter(LockFor(arguments, arguments.Counter!), arguments.Counter!, arguments.Hold);
    try
    {
        for (var i = 0; i < arguments.Turns; i++)
        {
            await counter.AddOneAsync(CancellationToken.None);
        }
        return 0;
    }
    catch (Exception e) when (e is DbException or IOException)
    {
        Console.Error.WriteLine($"Process {Environment.ProcessId} gives up: {e.Message}");
        return 1;
    }
}

static async Task<int> RunAsync(Arguments arguments)
{
    var folder = arguments.Counter is null ? Directory.CreateTempSubdirectory("many-machines-") : null;
    var path = arguments.Counter ?? Path.Combine(folder!.FullName, "counter-" + folder.Name);
    var workers = new List<Process>();
    try
    {
        var turn = LockFor(arguments, path);
        Console.WriteLine($"{arguments.Workers} processes add {arguments.Turns} each, one at a time: {turn.GetType().Name} '{turn.Name}'.");
        var before = Counter.Read(path);
        for (var i = 0; i < arguments.Workers; i++)
        {
            workers.Add(StartWorker(arguments, path));
        }
        var ended = Task.WhenAll(workers.Select(worker => worker.WaitForExitAsync()));
        if (arguments.Break)
        {
            await BreakAsync(turn, arguments.Connection, ended);
        }
        await ended;

        var added = Counter.Read(path) - before;
        var expected = arguments.Workers * arguments.Turns;
        Console.WriteLine($"The counter went up by {added}, expected {expected}: {(added == expected ? "nothing was lost" : "WRONG")}.");
        return added == expected && workers.All(worker => worker.ExitCode == 0) ? 0 : 1;
    }
    finally
    {
        workers.ForEach(worker => worker.Dispose());
        folder?.Delete(recursive: true);
    }
}

static Process StartWorker(Arguments arguments, string counter)
{
    var program = Environment.ProcessPath!;
    var start = new ProcessStartInfo(program);
    if (Path.GetFileNameWithoutExtension(program) == "dotnet")
    {
        start.ArgumentList.Add(typeof(Arguments).Assembly.Location);
    }
    string[] own = ["--worker", "--counter", counter, "--turns", $"{arguments.Turns}", "--hold", $"{arguments.Hold.TotalMilliseconds}"];
    foreach (var argument in own)
    {
        start.ArgumentList.Add(argument);
    }
    // Not on the command line, which other users of the machine may read: it can hold a password.
    start.Environment[Arguments.ConnectionVariable] = arguments.Connection;
    return Process.Start(start)!;
}

// What a network does by itself sooner or later: the connection of whoever holds the lock ends, and the server gives the lock to the next.
static async Task BreakAsync(INamedLock turn, string? connectionString, Task ended)
{
    if (turn is not PostgresLock { Key: var key })
    {
        Console.WriteLine("There is nothing to break: the system takes a file lock from nobody but a process that ends.");
        return;
    }
    const string EndHolder = """
        SELECT pg_terminate_backend(pid) FROM pg_locks
        WHERE locktype = 'advisory' AND granted AND objsubid = 1 AND ((classid::bigint << 32) | objid::bigint) = $1
            AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
        """;
    await using var connection = new NpgsqlConnection(connectionString);
    await connection.OpenAsync();
    await using var command = new NpgsqlCommand(EndHolder, connection) { Parameters = { new() { Value = key } } };
    while (!ended.IsCompleted && await command.ExecuteScalarAsync() is not true)
    {
        await Task.Delay(5);
    }
}
