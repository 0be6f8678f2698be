using System.IO.Compression;
using System.Xml.Linq;

namespace LockAnalyzers.EndToEnd.Tests;

public class PackageContentTests(PackageFeed feed)
{
    [Fact]
    public void LockAnalyzers_holds_these_files_and_no_others()
    {
        string[] expected =
        [
            "LICENSE",
            "LockAnalyzers.nuspec",
            "README.md",
            "analyzers/dotnet/cs/LockAnalyzers.CodeFixes.dll",
            "analyzers/dotnet/cs/LockAnalyzers.dll",
            "buildTransitive/LockAnalyzers.targets",
            "buildTransitive/presets/all.globalconfig",
            "buildTransitive/presets/mode.globalconfig",
            "buildTransitive/presets/none.globalconfig",
            "buildTransitive/presets/recommended.globalconfig",
        ];

        Assert.Equal(expected, Files("LockAnalyzers"));
    }

    [Fact]
    public void LockAnalyzers_reaches_nobody_but_the_project_that_adds_it()
    {
        var metadata = Metadata("LockAnalyzers");

        Assert.Equal("true", Value(metadata, "developmentDependency"));
        Assert.DoesNotContain(metadata.Descendants(), static element => element.Name.LocalName == "dependency");
    }

    [Fact]
    public void LockAnalyzers_says_what_it_is()
    {
        var metadata = Metadata("LockAnalyzers");

        Assert.Equal("MIT", Value(metadata, "license"));
        Assert.Equal("README.md", Value(metadata, "readme"));
        Assert.NotEmpty(Value(metadata, "description"));
        Assert.Contains("analyzer", Value(metadata, "tags").Split(' '));
    }

    [Theory]
    [InlineData("LockAnalyzers")]
    [InlineData("FileLock.Runtime")]
    public void Every_link_of_the_README_on_the_package_page_is_absolute(string id)
    {
        using var package = ZipFile.OpenRead(feed.PackagePath(id));
        using var reader = new StreamReader(package.GetEntry("README.md")!.Open());
        var readme = reader.ReadToEnd();

        var links = System.Text.RegularExpressions.Regex.Matches(readme, @"\]\((?<target>[^)]+)\)");
        Assert.All(links, static link => Assert.StartsWith("https://", link.Groups["target"].Value));
        if (id == "LockAnalyzers")
            Assert.Equal(Readme.Text.Split('\n').Length, readme.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n').Length + 1);
    }

    [Fact]
    public void FileLock_Runtime_holds_these_files_and_no_others()
    {
        string[] expected =
        [
            "FileLock.Runtime.nuspec",
            "README.md",
            "lib/net10.0/FileLock.Runtime.dll",
            "lib/net10.0/FileLock.Runtime.xml",
            "lib/net8.0/FileLock.Runtime.dll",
            "lib/net8.0/FileLock.Runtime.xml",
        ];

        Assert.Equal(expected, Files("FileLock.Runtime"));
    }

    [Fact]
    public void FileLock_Runtime_brings_nothing_along() =>
        Assert.DoesNotContain(Metadata("FileLock.Runtime").Descendants(), static element => element.Name.LocalName == "dependency");

    /// <summary>The files, less those that the package format itself adds.</summary>
    private IEnumerable<string> Files(string id)
    {
        using var package = ZipFile.OpenRead(feed.PackagePath(id));
        return package
            .Entries.Select(static entry => entry.FullName)
            .Where(static name => !name.StartsWith("_rels/") && !name.StartsWith("package/") && name != "[Content_Types].xml")
            .Order(StringComparer.Ordinal)
            .ToList();
    }

    private XElement Metadata(string id)
    {
        using var package = ZipFile.OpenRead(feed.PackagePath(id));
        using var nuspec = package.GetEntry($"{id}.nuspec")!.Open();
        return XDocument.Load(nuspec).Root!.Elements().Single();
    }

    private static string Value(XElement metadata, string name) =>
        metadata.Elements().Single(element => element.Name.LocalName == name).Value;
}
