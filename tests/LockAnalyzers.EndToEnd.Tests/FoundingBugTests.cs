namespace LockAnalyzers.EndToEnd.Tests;

public class FoundingBugTests(PackageFeed feed)
{
    [Fact]
    public async Task The_build_catches_it_and_one_command_repairs_it()
    {
        using ScratchProject project = await ScratchProject.CreateWithFoundingBugAsync(feed);
        int line = FoundingBug.LineIn(project.Read(FoundingBug.FileName));

        (await project.BuildAsync()).Succeeds().Prints($"{FoundingBug.FileName}({line},").Prints(": warning LOCK1001: ");
        (await project.BuildAsync("-warnaserror")).Fails().Prints($"{FoundingBug.FileName}({line},").Prints(": error LOCK1001: ");

        (await project.DotnetAsync("format", "analyzers", "--diagnostics", "LOCK1001", "--severity", "warn")).Succeeds();

        Assert.Contains("LOCKFILE_EXCLUSIVE_LOCK", project.Read(FoundingBug.FileName));
        (await project.BuildAsync("-warnaserror")).Succeeds().PrintsNo("LOCK1001");
    }

    [Theory]
    [InlineData("none")]
    [InlineData("silent")]
    public async Task A_severity_in_editorconfig_silences_it(string severity)
    {
        using ScratchProject project = await ScratchProject.CreateWithFoundingBugAsync(feed);
        project.WriteEditorConfig($"dotnet_diagnostic.LOCK1001.severity = {severity}");

        (await project.BuildAsync("-warnaserror")).Succeeds().PrintsNo("LOCK1001");
    }

    [Fact]
    public async Task A_severity_in_editorconfig_makes_it_fail_the_build()
    {
        using ScratchProject project = await ScratchProject.CreateWithFoundingBugAsync(feed);
        project.WriteEditorConfig("dotnet_diagnostic.LOCK1001.severity = error");

        (await project.BuildAsync()).Fails().Prints(": error LOCK1001: ");
    }
}
