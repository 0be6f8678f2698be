namespace LockAnalyzers.EndToEnd.Tests;

public class RuntimePackageTests(PackageFeed feed)
{
    [Fact]
    public async Task The_README_example_runs_against_the_package_and_excludes()
    {
        using var project = await ScratchProject.CreateAsync(feed, "FileLock.Runtime");
        project.Write(
            "Program.cs",
            $"""
            {Readme.RuntimeExample}

            // While the example's last lock is held:
            Console.WriteLine(file.TryAcquire(FileLockMode.Shared) is null ? "shared refused" : "shared admitted");
            Console.WriteLine(file.TryAcquire(FileLockMode.Exclusive) is null ? "exclusive refused" : "exclusive admitted");
            """
        );

        (await project.BuildAsync("dotnet build -warnaserror")).Succeeds();
        (await project.RunAsync("dotnet run --no-build")).Succeeds().Prints("shared admitted").Prints("exclusive refused");
    }
}
