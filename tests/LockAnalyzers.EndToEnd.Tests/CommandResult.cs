namespace LockAnalyzers.EndToEnd.Tests;

/// <summary>What a finished command left; every assertion on it fails with the command's whole output.</summary>
internal sealed record CommandResult(int ExitCode, string Output)
{
    public CommandResult Succeeds()
    {
        Assert.True(ExitCode == 0, $"Exit code {ExitCode}, expected 0:{Environment.NewLine}{Output}");
        return this;
    }

    public CommandResult Fails()
    {
        Assert.True(ExitCode != 0, $"Expected a failure:{Environment.NewLine}{Output}");
        return this;
    }

    public CommandResult Prints(string text)
    {
        Assert.True(Output.Contains(text, StringComparison.Ordinal), $"Expected \"{text}\" in:{Environment.NewLine}{Output}");
        return this;
    }

    public CommandResult PrintsNo(string text)
    {
        Assert.False(Output.Contains(text, StringComparison.Ordinal), $"Did not expect \"{text}\" in:{Environment.NewLine}{Output}");
        return this;
    }
}
