namespace ManyMachines;

/// <summary>What the command line says, and the environment where the command line does not.</summary>
internal sealed record Arguments
{
    public const string ConnectionVariable = "MANYMACHINES_POSTGRES";

    public const string Usage = $"""
        ManyMachines [--connection <string>] [--workers 8] [--turns 25] [--hold <milliseconds>] [--counter <file>] [--break]
          --connection  PostgreSQL, as Npgsql writes it; without it (and without {ConnectionVariable}) the lock is a file.
          --hold        how long each turn keeps the lock, 2 by default.
          --counter     the file that the workers count in; a new one by default.
          --break       ends the session of one holder on the server, to show what happens then.
        """;

    public string? Connection { get; private set; } = Environment.GetEnvironmentVariable(ConnectionVariable);

    public int Workers { get; private set; } = 8;

    public int Turns { get; private set; } = 25;

    public TimeSpan Hold { get; private set; } = TimeSpan.FromMilliseconds(2);

    public string? Counter { get; private set; }

    public bool Break { get; private set; }

    /// <summary>Whether this process is one of the workers that the first one started.</summary>
    public bool IsWorker { get; private set; }

    /// <returns>Null if the command line cannot be understood.</returns>
    public static Arguments? Parse(string[] args)
    {
        var parsed = new Arguments();
        for (var i = 0; i < args.Length; i++)
        {
            if (args[i] is "--break")
            {
                parsed.Break = true;
            }
            else if (args[i] is "--worker")
            {
                parsed.IsWorker = true;
            }
            else if (i + 1 == args.Length || !parsed.Take(args[i], args[++i]))
            {
                return null;
            }
        }
        return parsed.IsWorker && parsed.Counter is null ? null : parsed;
    }

    private bool Take(string name, string value)
    {
        var isNumber = int.TryParse(value, out var number) && number >= 0;
        switch (name)
        {
            case "--connection":
                Connection = value;
                return true;
            case "--counter":
                Counter = Path.GetFullPath(value);
                return true;
            case "--workers" when isNumber:
                Workers = number;
                return true;
            case "--turns" when isNumber:
                Turns = number;
                return true;
            case "--hold" when isNumber:
                Hold = TimeSpan.FromMilliseconds(number);
                return true;
            default:
                return false;
        }
    }
}
