namespace LockAnalyzers.EndToEnd.Tests;

/// <summary>What a newcomer meets with the README alone, its dead ends included.</summary>
public class FirstMinuteTests(PackageFeed feed)
{
    private const string Leak = """
        [System.Runtime.Versioning.UnsupportedOSPlatform("macos")] static class Leak
        {
            internal static void Run(FileStream file, Action work)
            {
                file.Lock(0, long.MaxValue);
                work();
                file.Unlock(0, long.MaxValue);
            }
        }
        """;

    [Fact]
    public async Task Reported_understood_fixed_a_family_off_and_CI_fails_on_the_next()
    {
        using var project = await ScratchProject.CreateWithFoundingBugAsync(feed);
        var strict = Readme.Command("dotnet build -warnaserror");
        project.Write("Leak.cs", Leak);

        // The message says what is wrong and what helps, and leads to the page.
        (await project.BuildAsync())
            .Succeeds()
            .Prints("add LOCKFILE_EXCLUSIVE_LOCK (https://github.com/lockanalyzers/lockanalyzers/blob/main/docs/rules/LOCK1001.md)")
            .Prints(": warning LOCK3002: ");
        (await project.RunAsync(Readme.Command("dotnet format"))).Succeeds();
        project.WriteEditorConfig(Readme.FamilyOff);
        (await project.BuildAsync(strict)).Succeeds().PrintsNo("LOCK");

        project.Write("Next.cs", Leak.Replace("class Leak", "class Next").Replace("Unlock(0, long.MaxValue)", "Unlock(0, 1)"));
        (await project.BuildAsync(strict)).Fails().Prints("Next.cs(7,").Prints(": error LOCK2001: ");
    }

    private const string Framework = "<TargetFramework>net472</TargetFramework><LangVersion>7.3</LangVersion>";

    [Fact]
    public async Task A_project_of_the_NET_Framework_is_one_like_any_other()
    {
        using var project = await ScratchProject.CreateAsync(feed, "LockAnalyzers");
        project.Write(
            "Scratch.csproj",
            project
                .Read("Scratch.csproj")
                .Replace("<TargetFramework>net10.0</TargetFramework>", Framework)
                .Replace("<ImplicitUsings>enable</ImplicitUsings>", "")
                .Replace("<Nullable>enable</Nullable>", "")
        );
        project.Write(
            "Program.cs",
            """
            using System;
            using System.IO;

            internal static class Program
            {
                private static void Main() { }

                internal static void Run(FileStream file, Action work)
                {
                    file.Lock(0, long.MaxValue);
                    work();
                    file.Unlock(0, long.MaxValue);
                }
            }
            """
        );

        (await project.RunAsync("dotnet build")).Succeeds().Prints("Program.cs(10,").Prints(": warning LOCK3002: ");
    }

    [Fact]
    public async Task Without_a_network_the_package_comes_from_a_folder()
    {
        using var project = await ScratchProject.CreateAsync(feed, "LockAnalyzers");
        const string unreachable = """
            <configuration>
              <packageSources>
                <clear />
                <add key="gone" value="https://localhost:9/index.json" />
              </packageSources>
            </configuration>
            """;
        project.Write("nuget.config", unreachable);
        project.Write("Scratch.csproj", project.Read("Scratch.csproj").Replace(feed.Version, "0.0.1"));

        (await project.RunAsync("dotnet restore")).Fails().Prints("error NU1301");
        (await project.RunAsync($"dotnet add package LockAnalyzers --version {feed.Version} --source {feed.Path}")).Succeeds();
    }
}
