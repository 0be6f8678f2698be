using System.Diagnostics;

namespace ManyMachines.Tests;

/// <summary>The sample, run as from a terminal.</summary>
public static class SampleProgram
{
    public static (int ExitCode, string Output) Run(string? connectionString, params string[] arguments)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "ManyMachines.dll");
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [program, .. arguments])
        {
            RedirectStandardOutput = true,
        };
        start.Environment["MANYMACHINES_POSTGRES"] = connectionString;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(Eventually.Bound))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail("The sample did not end: " + output.Result);
        }
        return (process.ExitCode, Eventually.Result(output));
    }
}
