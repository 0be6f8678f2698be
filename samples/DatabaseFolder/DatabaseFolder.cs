using FileLocking;

namespace Samples;

/// <summary>A folder of data files that one process has open at a time.</summary>
public sealed class DatabaseFolder : IDisposable
{
    private readonly FileLockHandle _lock;

    private DatabaseFolder(string path, FileLockHandle held)
    {
        Path = path;
        _lock = held;
    }

    public string Path { get; }

    /// <summary>Opens the folder, or fails at once if another process has it.</summary>
    /// <exception cref="InvalidOperationException">Another process has it; the message says which, where the system tells.</exception>
    public static DatabaseFolder Open(string path)
    {
        Directory.CreateDirectory(path);
        try
        {
            return new(path, DirectoryLock.Create(path).Acquire(timeout: TimeSpan.Zero));
        }
        catch (TimeoutException e)
        {
            throw new InvalidOperationException($"The database '{path}' is open in another process. {e.Message}", e);
        }
    }

    public void Append(string line) => File.AppendAllLines(System.IO.Path.Combine(Path, "data.txt"), [line]);

    public void Dispose() => _lock.Dispose();
}
