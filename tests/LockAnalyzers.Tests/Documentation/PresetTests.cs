using Xunit;

namespace LockAnalyzers.Tests.Documentation;

/// <summary>The presets of the package name every category there is: a rule of a new one would escape them.</summary>
public sealed class PresetTests
{
    private static readonly string s_folder = Path.Combine(
        BuildFacts.RepositoryRoot,
        "src",
        "LockAnalyzers.CodeFixes",
        "Package",
        "presets"
    );

    private static IEnumerable<string> Categories =>
        new LockUsageAnalyzer().SupportedDiagnostics.Select(rule => rule.Category).Distinct().Order(StringComparer.Ordinal);

    public static TheoryData<string, string, string> Bundles =>
        new()
        {
            { "all", "warning", "Locking.Configuration" },
            { "mode", "none", "Locking.Configuration Locking.Mode" },
            { "none", "none", "" },
        };

    [Theory]
    [MemberData(nameof(Bundles))]
    public void Preset_names_every_category(string preset, string severity, string except)
    {
        var lines = File.ReadAllLines(Path.Combine(s_folder, preset + ".globalconfig"));

        Assert.All(
            Categories.Except(except.Split(' ')),
            category => Assert.Contains($"dotnet_analyzer_diagnostic.category-{category}.severity = {severity}", lines)
        );
    }

    [Fact]
    public void Recommended_changes_nothing() =>
        Assert.DoesNotContain("severity =", File.ReadAllText(Path.Combine(s_folder, "recommended.globalconfig")), StringComparison.Ordinal);

    [Fact]
    public void Every_preset_yields_to_the_project() =>
        Assert.All(
            Directory.EnumerateFiles(s_folder),
            file => Assert.Subset(File.ReadAllLines(file).ToHashSet(), new HashSet<string> { "is_global = true", "global_level = -100" })
        );
}
