using Samples;

// Run it twice at once: the second fails at once and says who has the folder.
var path = args is [{ } given, ..] ? given : Path.Combine(Path.GetTempPath(), "database");
try
{
    using var database = DatabaseFolder.Open(path);
    database.Append($"opened by process {Environment.ProcessId} at {DateTimeOffset.Now:O}");
    Console.WriteLine($"Process {Environment.ProcessId} has '{path}' open. Press Enter to close it.");
    Console.ReadLine();
    return 0;
}
catch (InvalidOperationException e)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}
