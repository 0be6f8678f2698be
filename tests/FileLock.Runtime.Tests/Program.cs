using Xunit.Runner.InProc.SystemConsole;

// Tests count the process's threads, descriptors and waiters, and every one of them has processes of its own.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace FileLocking.Tests;

/// <summary>Runs the tests, or, started by a test, plays the other process.</summary>
public static class Program
{
    public static async Task<int> Main(string[] args) =>
        args is [OtherProcess.Switch, ..] ? OtherProcess.Play() : await ConsoleRunner.Run(args);
}
