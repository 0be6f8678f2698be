using System.Diagnostics;
using System.Text;

namespace LockAnalyzers.EndToEnd.Tests;

/// <summary>Runs the real SDK as a user's terminal would.</summary>
internal static class Dotnet
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(5);

    /// <param name="command">As typed, <c>dotnet</c> included; no argument may hold a space.</param>
    /// <param name="packagesFolder">Where restored packages go; null for the user's own folder.</param>
    public static Task<CommandResult> RunAsync(string workingDirectory, string command, string? packagesFolder = null)
    {
        var words = command.Split(' ');
        Assert.Equal("dotnet", words[0]);
        var host = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        return RunAsync(StartInfo(workingDirectory, packagesFolder, host, words[1..]), command);
    }

    /// <param name="script">Lines for bash, which find <c>dotnet</c> on the path.</param>
    public static Task<CommandResult> RunScriptAsync(string workingDirectory, string script, string? packagesFolder = null) =>
        RunAsync(StartInfo(workingDirectory, packagesFolder, "bash", ["-c", script]), script);

    private static async Task<CommandResult> RunAsync(ProcessStartInfo start, string command)
    {
        var output = new StringBuilder($"> {command}{Environment.NewLine}");
        using var process = new Process { StartInfo = start };
        process.OutputDataReceived += Append;
        process.ErrorDataReceived += Append;

        process.Start();
        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();

        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        timeout.CancelAfter(Timeout);
        try
        {
            await process.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            lock (output)
                throw new TimeoutException($"Killed after {Timeout}:{Environment.NewLine}{output}");
        }

        return new CommandResult(process.ExitCode, output.ToString());

        void Append(object sender, DataReceivedEventArgs line)
        {
            lock (output)
                output.AppendLine(line.Data);
        }
    }

    private static ProcessStartInfo StartInfo(string workingDirectory, string? packagesFolder, string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = workingDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // `dotnet test` tells its children where its own MSBuild is; a user's terminal does not.
        foreach (
            var name in start.Environment.Keys.Where(static name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList()
        )
            start.Environment.Remove(name);

        // Servers that outlive the command would hold its output open and the scratch folder in use.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        start.Environment["UseSharedCompilation"] = "false";

        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        start.Environment["DOTNET_NOLOGO"] = "1";
        if (packagesFolder is not null)
            start.Environment["NUGET_PACKAGES"] = packagesFolder;

        return start;
    }
}
