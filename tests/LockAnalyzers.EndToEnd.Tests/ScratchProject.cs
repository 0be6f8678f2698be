namespace LockAnalyzers.EndToEnd.Tests;

/// <summary>A user's console project outside the repository that has one of our packages from the local feed.</summary>
internal sealed class ScratchProject : IDisposable
{
    private readonly ScratchFolder _folder = new();
    private readonly PackageFeed _feed;

    private ScratchProject(PackageFeed feed) => _feed = feed;

    public static async Task<ScratchProject> CreateAsync(PackageFeed feed, string package)
    {
        var project = new ScratchProject(feed);
        project.Write(
            "Scratch.csproj",
            """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
              </PropertyGroup>
            </Project>
            """
        );
        project.Write(
            "nuget.config",
            $"""
            <configuration>
              <packageSources>
                <add key="local" value="{feed.Path}" />
              </packageSources>
            </configuration>
            """
        );
        // Whatever stands above the scratch folder must not reach in.
        project.Write("Directory.Build.props", "<Project />");
        project.Write("Directory.Build.targets", "<Project />");
        project.Write("Directory.Packages.props", "<Project />");
        project.WriteEditorConfig("");

        (await project.RunAsync($"{Readme.Command($"dotnet add package {package}")} --version {feed.Version}")).Succeeds();
        return project;
    }

    /// <summary>The same, with the sources of the sample that holds the founding bug.</summary>
    public static async Task<ScratchProject> CreateWithFoundingBugAsync(PackageFeed feed)
    {
        var project = await CreateAsync(feed, "LockAnalyzers");
        foreach (var source in Directory.EnumerateFiles(Repository.PathOf("samples/DirectoryLock"), "*.cs"))
            project.Write(Path.GetFileName(source), File.ReadAllText(source));

        return project;
    }

    public void Write(string name, string text) => File.WriteAllText(_folder.PathOf(name), text);

    public void WriteEditorConfig(string settings) => Write(".editorconfig", $"root = true\n[*.cs]\n{settings}\n");

    public string PathOf(string name) => _folder.PathOf(name);

    public string Read(string name) => File.ReadAllText(_folder.PathOf(name));

    /// <summary>Runs a build command; the compiler runs, and speaks, even where nothing changed since the last build.</summary>
    public Task<CommandResult> BuildAsync(string command = "dotnet build") => RunAsync($"{command} --no-restore --no-incremental");

    public Task<CommandResult> RunAsync(string command) => Dotnet.RunAsync(_folder.Path, command, _feed.PackagesFolder);

    public Task<CommandResult> RunScriptAsync(string script) => Dotnet.RunScriptAsync(_folder.Path, script, _feed.PackagesFolder);

    public void Dispose() => _folder.Dispose();
}
