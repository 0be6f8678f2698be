using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Npgsql;

namespace ManyMachines.Tests;

/// <summary>A PostgreSQL server for these tests alone; it ends with them, however they end.</summary>
public sealed class PostgresServer : IAsyncLifetime
{
    private readonly StringBuilder _log = new();
    private Process? _process;
    private string? _missing;
    private NpgsqlConnectionStringBuilder _settings = new();

    /// <summary>For clients that the server can tell from those of all other tests; skips the test where there is no server.</summary>
    public ServerAccount NewAccount()
    {
        Assert.SkipWhen(_missing is not null, _missing ?? "");
        return new(new(_settings.ConnectionString) { ApplicationName = $"test {Guid.NewGuid():N}" });
    }

    public async ValueTask InitializeAsync()
    {
        if (!OperatingSystem.IsLinux() || FindPrograms() is not { } programs)
        {
            _missing = "There is no PostgreSQL on this machine (Debian: postgresql).";
            return;
        }
        var port = FreePort();
        var password = Guid.NewGuid().ToString("N");
        _settings = new()
        {
            Host = "127.0.0.1",
            Port = port,
            Username = "locks",
            Password = password,
            Database = "postgres",
            Timeout = 30,
        };
        Start(programs, port);
        await _process!.StandardInput.WriteLineAsync(password);
        await _process.StandardInput.FlushAsync();
        await AnswersAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is null)
        {
            return;
        }
        _process.StandardInput.Close();
        await _process.WaitForExitAsync().WaitAsync(Eventually.Bound);
        _process.Dispose();
    }

    private void Start(string programs, int port)
    {
        // The server refuses to run as root.
        string[] asUser = Environment.IsPrivilegedProcess ? ["runuser", "-u", "postgres", "--"] : [];
        string[] command =
        [
            .. asUser,
            "sh",
            "-c",
            // Given as text, so that the other user need not be able to read this folder.
            File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "run-postgres.sh")),
            "run-postgres.sh",
            programs,
            $"{port}",
        ];
        _process = new()
        {
            StartInfo = new(command[0], command[1..])
            {
                WorkingDirectory = "/",
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };
        _process.OutputDataReceived += Log;
        _process.ErrorDataReceived += Log;
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();

        void Log(object sender, DataReceivedEventArgs line)
        {
            lock (_log)
            {
                _log.AppendLine(line.Data);
            }
        }
    }

    private async Task AnswersAsync()
    {
        var start = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                await using var connection = new NpgsqlConnection(_settings.ConnectionString + ";Pooling=false");
                await connection.OpenAsync();
                return;
            }
            catch (NpgsqlException e)
            {
                if (_process!.HasExited || Stopwatch.GetElapsedTime(start) > TimeSpan.FromMinutes(2))
                {
                    lock (_log)
                    {
                        throw new InvalidOperationException($"PostgreSQL does not start:{Environment.NewLine}{_log}", e);
                    }
                }
                await Task.Delay(50);
            }
        }
    }

    private static string? FindPrograms()
    {
        const string Debian = "/usr/lib/postgresql";
        var versions = Directory.Exists(Debian) ? Directory.GetDirectories(Debian).Select(version => Path.Combine(version, "bin")) : [];
        var path = Environment.GetEnvironmentVariable("PATH")?.Split(':') ?? [];
        return versions.OrderDescending().Concat(path).FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")));
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
