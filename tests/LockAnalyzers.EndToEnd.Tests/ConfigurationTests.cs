namespace LockAnalyzers.EndToEnd.Tests;

/// <summary>What the package lets a project set, in real builds.</summary>
public class ConfigurationTests(PackageFeed feed)
{
    /// <summary>LOCK1001 (a warning of Mode), LOCK1002 (an info of Mode) and LOCK3002 (a warning of Release), one each.</summary>
    private const string Faults = """
        using System.Runtime.InteropServices;
        using Microsoft.Win32.SafeHandles;

        static class Store
        {
            [DllImport("kernel32", SetLastError = true)]
            static extern bool LockFileEx(SafeFileHandle file, uint flags, uint reserved, uint low, uint high, ref NativeOverlapped at);

            [DllImport("kernel32", SetLastError = true)]
            static extern bool UnlockFileEx(SafeFileHandle file, uint reserved, uint low, uint high, ref NativeOverlapped at);

            internal static void SaveExclusively(FileStream file)
            {
                var at = new NativeOverlapped();
                if (!LockFileEx(file.SafeFileHandle, 0, 0, uint.MaxValue, uint.MaxValue, ref at))
                    throw new IOException("refused", Marshal.GetLastPInvokeError());
                file.WriteByte(1);
                UnlockFileEx(file.SafeFileHandle, 0, uint.MaxValue, uint.MaxValue, ref at);
            }
        }

        static class Gate
        {
            [DllImport("kernel32", EntryPoint = "LockFileEx", SetLastError = true)]
            static extern bool Enter(SafeFileHandle file, uint flags, uint reserved, uint low, uint high, ref NativeOverlapped at);

            [DllImport("kernel32", EntryPoint = "UnlockFileEx", SetLastError = true)]
            static extern bool Leave(SafeFileHandle file, uint reserved, uint low, uint high, ref NativeOverlapped at);

            internal static void Pass(SafeFileHandle file, Action work)
            {
                var at = new NativeOverlapped();
                if (!Enter(file, 0, 0, uint.MaxValue, uint.MaxValue, ref at))
                    throw new IOException("refused", Marshal.GetLastPInvokeError());
                try
                {
                    work();
                }
                finally
                {
                    Leave(file, 0, uint.MaxValue, uint.MaxValue, ref at);
                }
            }
        }

        static class Program
        {
            static void Main() { }
        }
        """;

    [Theory]
    [InlineData("", "LOCK1001 LOCK3002", "LOCK1002")]
    [InlineData("recommended", "LOCK1001 LOCK3002", "LOCK1002")]
    [InlineData("all", "LOCK1001 LOCK1002 LOCK3002", "")]
    [InlineData("ALL", "LOCK1001 LOCK1002 LOCK3002", "")]
    [InlineData("mode", "LOCK1001", "LOCK1002 LOCK3002")]
    [InlineData("none", "", "LOCK")]
    public async Task A_preset_is_chosen_by_one_property(string preset, string warnings, string silent)
    {
        using var project = await WithFaultsAsync();

        var build = (await project.BuildAsync($"dotnet build -p:LockAnalyzersPreset={preset}")).Succeeds();

        foreach (var id in warnings.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            build.Prints($": warning {id}: ");
        foreach (var id in silent.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            build.PrintsNo($": warning {id}");
    }

    [Fact]
    public async Task A_preset_that_does_not_exist_is_a_warning_that_names_those_that_do()
    {
        using var project = await WithFaultsAsync();

        (await project.BuildAsync("dotnet build -p:LockAnalyzersPreset=strict"))
            .Succeeds()
            .Prints(
                "Scratch.csproj : warning LOCK0003: LockAnalyzersPreset cannot be 'strict'; write 'recommended', 'all', 'mode' or 'none'"
            );
    }

    [Fact]
    public async Task The_project_has_the_last_word_on_rules_and_families()
    {
        using var project = await WithFaultsAsync();
        project.WriteEditorConfig(
            """
            dotnet_diagnostic.LOCK1002.severity = none
            dotnet_analyzer_diagnostic.category-Locking.Release.severity = none
            """
        );

        (await project.BuildAsync("dotnet build -p:LockAnalyzersPreset=all"))
            .Succeeds()
            .Prints(": warning LOCK1001: ")
            .PrintsNo("LOCK1002")
            .PrintsNo("LOCK3002");
    }

    [Fact]
    public async Task A_setting_that_cannot_be_read_is_shown_in_its_line()
    {
        using var project = await WithFaultsAsync();
        project.WriteEditorConfig("lock_analyzers.intent = exlusive");

        (await project.BuildAsync())
            .Succeeds()
            .Prints(".editorconfig(3,1): warning LOCK0003: In .editorconfig, 'lock_analyzers.intent' cannot be 'exlusive'; ")
            .Prints("write 'infer', 'exclusive' or 'shared'");
    }

    [Fact]
    public async Task A_setting_changes_what_is_reported()
    {
        using var project = await WithFaultsAsync();
        project.WriteEditorConfig("lock_analyzers.exception_paths = none\nlock_analyzers.intent = exclusive");

        var build = (await project.BuildAsync()).Succeeds().PrintsNo("LOCK3002").PrintsNo("LOCK0003");

        Assert.Equal(2, LinesOf(build, "warning LOCK1001"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("""<ItemGroup><AdditionalFiles Include="LockAnalyzers.Wrappers.txt" /></ItemGroup>""")]
    public async Task The_list_of_wrappers_is_found_and_read_once(string items)
    {
        using var project = await WithFaultsAsync();
        project.Write("Directory.Build.targets", $"<Project>{items}</Project>");
        project.Write("LockAnalyzers.Wrappers.txt", "[Acme.Store]::Enter hold\n");

        var build = (await project.BuildAsync()).Succeeds();

        Assert.Equal(1, LinesOf(build, "LockAnalyzers.Wrappers.txt(1,1): warning LOCK0001"));
    }

    private async Task<ScratchProject> WithFaultsAsync()
    {
        var project = await ScratchProject.CreateAsync(feed, "LockAnalyzers");
        project.Write("Store.cs", Faults);
        return project;
    }

    /// <summary>MSBuild prints a warning when it occurs and once more in its summary.</summary>
    private static int LinesOf(CommandResult build, string text) =>
        build.Output.Split('\n').Where(line => line.Contains(text, StringComparison.Ordinal)).Distinct().Count();
}
