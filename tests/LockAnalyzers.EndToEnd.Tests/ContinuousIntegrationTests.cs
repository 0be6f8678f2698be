using System.Text.Json;

namespace LockAnalyzers.EndToEnd.Tests;

/// <summary>What docs/ci.md promises, by its own commands.</summary>
public class ContinuousIntegrationTests(PackageFeed feed)
{
    /// <summary>A lock that an exception leaks, LOCK3002, and a mode that nobody stated, LOCK1002.</summary>
    private const string OldCode = """
        using System.Runtime.InteropServices;
        using Microsoft.Win32.SafeHandles;

        [System.Runtime.Versioning.SupportedOSPlatform("windows")] static class Old
        {
            [DllImport("kernel32", SetLastError = true)]
            static extern bool LockFileEx(SafeFileHandle file, uint flags, uint reserved, uint low, uint high, ref NativeOverlapped at);

            [DllImport("kernel32", SetLastError = true)]
            static extern bool UnlockFileEx(SafeFileHandle file, uint reserved, uint low, uint high, ref NativeOverlapped at);

            internal static void Run(SafeFileHandle file, Action work)
            {
                var at = new NativeOverlapped();
                if (!LockFileEx(file, 0, 0, uint.MaxValue, uint.MaxValue, ref at))
                    throw new IOException("refused", Marshal.GetLastPInvokeError());
                work();
                UnlockFileEx(file, 0, uint.MaxValue, uint.MaxValue, ref at);
            }
        }
        """;

    private const string NewCode = """
        [System.Runtime.Versioning.UnsupportedOSPlatform("macos")] static class New
        {
            internal static void Run(FileStream file, Action work)
            {
                file.Lock(0, long.MaxValue);
                work();
                file.Unlock(0, long.MaxValue);
            }
        }
        """;

    private const string Program = "static class Program { static void Main() { } }";

    [Fact]
    public async Task The_log_has_the_rule_the_place_the_other_places_and_the_infos()
    {
        using var project = await ScratchProject.CreateWithFoundingBugAsync(feed);
        project.Write("Old.cs", OldCode);

        (await project.RunScriptAsync(Markdown.Script("ci.md", "dotnet build -p:ErrorLog"))).Succeeds();

        using var log = JsonDocument.Parse(project.Read("locks.sarif"));
        var run = log.RootElement.GetProperty("runs")[0];
        var results = run.GetProperty("results").EnumerateArray().ToLookup(static result => result.GetProperty("ruleId").GetString());
        var bug = Assert.Single(results["LOCK1001"]);
        Assert.Equal("warning", bug.GetProperty("level").GetString());
        Assert.Equal(FoundingBug.FileName, FileOf(bug.GetProperty("locations")[0]));
        Assert.Equal(
            FoundingBug.LineIn(project.Read(FoundingBug.FileName)),
            bug.GetProperty("locations")[0].GetProperty("physicalLocation").GetProperty("region").GetProperty("startLine").GetInt32()
        );
        // The other half of the story is the call on Unix.
        Assert.Equal(FoundingBug.FileName, FileOf(Assert.Single(bug.GetProperty("relatedLocations").EnumerateArray())));
        Assert.Equal("note", Assert.Single(results["LOCK1002"]).GetProperty("level").GetString());

        var rules = run.GetProperty("tool").GetProperty("driver").GetProperty("rules").EnumerateArray();
        JsonElement rule = Assert.Single(rules, static rule => rule.GetProperty("id").ValueEquals("LOCK1001"));
        Assert.EndsWith("docs/rules/LOCK1001.md", rule.GetProperty("helpUri").GetString());
        Assert.NotEmpty(rule.GetProperty("shortDescription").GetProperty("text").GetString()!);
        Assert.NotEmpty(rule.GetProperty("fullDescription").GetProperty("text").GetString()!);
    }

    [Fact]
    public async Task Infos_can_be_made_to_fail()
    {
        using var project = await ScratchProject.CreateAsync(feed, "LockAnalyzers");
        project.Write("Program.cs", Program);
        project.Write("Old.cs", OldCode);

        (await project.BuildAsync("dotnet build -p:LockAnalyzersPreset=all")).Succeeds().Prints(": warning LOCK1002: ");
        (
            await project.RunScriptAsync(
                "dotnet format analyzers --verify-no-changes --severity info --diagnostics LOCK1002 LOCK2005 LOCK3006"
            )
        )
            .Fails()
            .Prints(" LOCK1002: ");
    }

    [Fact]
    public async Task A_baseline_takes_what_stands_as_given_and_the_next_fault_fails()
    {
        const string strict = "dotnet build -warnaserror";
        using var project = await ScratchProject.CreateAsync(feed, "LockAnalyzers");
        project.Write("Program.cs", Program);
        project.Write("Old.cs", OldCode);
        (await project.BuildAsync(strict)).Fails().Prints(": error LOCK3002: ");

        (await project.RunScriptAsync(Markdown.Script("ci.md", "dotnet build --no-incremental |\n"))).Succeeds();

        Assert.Contains("\n[Old.cs]\ndotnet_diagnostic.LOCK3002.severity = suggestion\n", project.Read(".editorconfig"));
        (await project.BuildAsync(strict)).Succeeds();

        project.Write("New.cs", NewCode);
        (await project.BuildAsync(strict)).Fails().Prints("New.cs(5,").Prints(": error LOCK3002: ").PrintsNo("Old.cs(");
    }

    [Fact]
    public async Task What_there_is_can_be_counted()
    {
        using var project = await ScratchProject.CreateAsync(feed, "LockAnalyzers");
        project.Write("Program.cs", Program);
        project.Write("Old.cs", OldCode);
        project.Write("New.cs", NewCode);

        (await project.RunScriptAsync(Markdown.Script("ci.md", "dotnet build --no-incremental | grep")))
            .Succeeds()
            .Prints("warning LOCK3002");
    }

    private static string FileOf(JsonElement location) =>
        Path.GetFileName(location.GetProperty("physicalLocation").GetProperty("artifactLocation").GetProperty("uri").GetString()!);
}
