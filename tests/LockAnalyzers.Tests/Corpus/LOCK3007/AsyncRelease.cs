// DisposeAsync closes and deletes.
using System;
using System.IO;
using System.Threading.Tasks;

namespace AsyncReleases;

public sealed class PublishLock : IAsyncDisposable
{
    private readonly FileStream _file;

    private PublishLock(FileStream file) => _file = file;

    public static PublishLock Take(string directory)
        => new(new FileStream(Path.Combine(directory, ".publish.lock"), FileMode.Create, FileAccess.Write, FileShare.None));

    public async ValueTask DisposeAsync()
    {
        string path = _file.Name;
        await _file.DisposeAsync();
        {|LOCK3007:File.Delete(path)|};
    }
}
