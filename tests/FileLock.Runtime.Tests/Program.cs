using System.Diagnostics.CodeAnalysis;
using Xunit.Runner.InProc.SystemConsole;

[assembly: SuppressMessage("Usage", "xUnit1051", Justification = "The library under test is handed the tokens that each test is about.")]

namespace FileLocking.Tests;

/// <summary>Runs the tests, or, started by a test, plays the other process.</summary>
public static class Program
{
    public static async Task<int> Main(string[] args) =>
        args is [OtherProcess.Switch, ..] ? OtherProcess.Play(args[1..]) : await ConsoleRunner.Run(args);
}
