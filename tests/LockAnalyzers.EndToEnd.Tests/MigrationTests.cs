namespace LockAnalyzers.EndToEnd.Tests;

/// <summary>samples/Migration moves to the runtime by the command of LOCK6001's page, and still excludes.</summary>
public class MigrationTests(PackageFeed feed)
{
    private const int Processes = 4;
    private const int Times = 300;

    [Fact]
    public async Task One_command_moves_it_and_several_processes_count_right_before_and_after()
    {
        using var project = await ScratchProject.CreateAsync(feed, "LockAnalyzers");
        (await project.RunAsync($"dotnet add package FileLock.Runtime --version {feed.Version}")).Succeeds();
        // The settings switch off .NET's own locks of open files, which would refuse the next process.
        string[] sources = [".editorconfig", "Counter.cs", "Program.cs", "runtimeconfig.template.json"];
        foreach (var source in sources)
            project.Write(source, File.ReadAllText(Repository.PathOf($"samples/Migration/{source}")));
        Assert.Contains("flock(", project.Read("Counter.cs"));
        await CountsRightAsync(project, "before");

        (await project.RunScriptAsync(Markdown.Script("rules/LOCK6001.md", "dotnet format"))).Succeeds();

        var moved = project.Read("Counter.cs");
        Assert.Contains("""using (new FileLock(path + ".lock").Acquire())""", moved);
        Assert.Contains("HandleLock.Lock(file.SafeFileHandle);", moved);
        Assert.Contains("HandleLock.Unlock(file.SafeFileHandle);", moved);
        Assert.DoesNotContain("flock", moved);
        Assert.DoesNotContain("LOCK_EX", moved);
        await CountsRightAsync(project, "after");
    }

    private static async Task CountsRightAsync(ScratchProject project, string folder)
    {
        Directory.CreateDirectory(project.PathOf(folder));
        (await project.BuildAsync("dotnet build -warnaserror")).Succeeds();
        var runs = Enumerable.Range(0, Processes).Select(_ => project.RunAsync($"dotnet run --no-build -- {folder} {Times}"));
        foreach (var run in await Task.WhenAll(runs))
            run.Succeeds();
        Assert.Equal($"{Processes * Times}", project.Read($"{folder}/beside"));
        Assert.Equal($"{Processes * Times}", project.Read($"{folder}/own"));
    }
}
