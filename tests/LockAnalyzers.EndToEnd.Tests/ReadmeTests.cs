namespace LockAnalyzers.EndToEnd.Tests;

public class ReadmeTests
{
    [Fact]
    public async Task The_first_command_shows_the_warnings_that_are_quoted_and_no_others()
    {
        Assert.Equal("dotnet build samples/DirectoryLock", Readme.Commands[0]);

        using var scratch = new ScratchFolder();
        var build = await Dotnet.RunAsync(Repository.Root, $"{Readme.Commands[0]} --artifacts-path {scratch.Path}");

        build.Succeeds();
        var printed = build.Output.Split('\n').Where(static line => line.Contains(": warning LOCK", StringComparison.Ordinal));
        Assert.Equal(
            Readme.QuotedWarnings.Order(),
            printed
                .Select(static line =>
                    line[line.IndexOf("samples/", StringComparison.Ordinal)..line.IndexOf(" (https:", StringComparison.Ordinal)]
                )
                .Distinct()
                .Order()
        );
    }

    [Fact]
    public void The_quoted_warning_stands_at_the_founding_bug()
    {
        var line = FoundingBug.LineIn(File.ReadAllText(Repository.PathOf($"samples/DirectoryLock/{FoundingBug.FileName}")));

        Assert.NotEmpty(Readme.QuotedWarnings);
        Assert.All(Readme.QuotedWarnings, quoted => Assert.StartsWith($"samples/DirectoryLock/{FoundingBug.FileName}({line},", quoted));
    }

    [Fact]
    public void The_second_command_is_what_CI_runs_with_the_long_tests()
    {
        var ci = File.ReadAllLines(Repository.PathOf(".ci/run"));

        Assert.Equal("dotnet test", Readme.Commands[1]);
        Assert.Single(ci, static line => line.Contains($" {Readme.Commands[1]} -p:AllTests=true ||"));
    }

    [Fact]
    public void Every_link_leads_somewhere() =>
        Assert.All(Readme.LocalLinks, static link => Assert.True(Path.Exists(Repository.PathOf(link)), $"README.md links to {link}"));
}
