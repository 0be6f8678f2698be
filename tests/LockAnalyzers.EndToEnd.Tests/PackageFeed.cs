using LockAnalyzers.EndToEnd.Tests;

[assembly: AssemblyFixture(typeof(PackageFeed))]

namespace LockAnalyzers.EndToEnd.Tests;

/// <summary>A local feed with the packages of this checkout, packed once for all tests, and a folder to restore them into.</summary>
public sealed class PackageFeed : IAsyncLifetime
{
    private readonly ScratchFolder _scratch = new();

    /// <summary>Unlike any other, so that no cache can hand out a package of another run.</summary>
    public string Version { get; } = $"0.0.0-endtoend.g{Guid.NewGuid():N}";

    public string Path => _scratch.PathOf("feed");

    public string PackagesFolder => _scratch.PathOf("packages");

    public string PackagePath(string id) => System.IO.Path.Combine(Path, $"{id}.{Version}.nupkg");

    public async ValueTask InitializeAsync()
    {
        await PackAsync("src/LockAnalyzers.CodeFixes");
        await PackAsync("src/FileLock.Runtime");
    }

    public ValueTask DisposeAsync()
    {
        _scratch.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task PackAsync(string project)
    {
        // An output folder of its own: the repository's may be in use by the build that runs these tests.
        var result = await Dotnet.RunAsync(
            Repository.Root,
            $"dotnet pack {project} --output {Path} --artifacts-path {_scratch.PathOf("artifacts")} -p:Version={Version}"
        );
        result.Succeeds().PrintsNo("warning");
    }
}
