namespace FileLocking.Tests;

/// <summary>A folder of its own for each test.</summary>
public sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("filelock-").FullName;

    public string File(string name = "data.lock") => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
