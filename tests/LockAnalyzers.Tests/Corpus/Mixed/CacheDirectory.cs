// Faults: Put drops the handle (3005), Get returns before disposing it (3005), Reset deletes the lock file after its release (3007).
using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using FileLocking;

namespace Mixed.CacheDirectory;

public sealed record CacheEntry(string Key, DateTimeOffset Created, byte[] Value);

public interface IClock { DateTimeOffset Now { get; } }

public sealed class SystemClock : IClock { public DateTimeOffset Now => DateTimeOffset.UtcNow; }

public sealed class CacheDirectory
{
    private readonly string _root;
    private readonly string _lockPath;
    private readonly FileLock _lock;
    private readonly IClock _clock;
    private readonly TimeSpan _maxAge;

    public CacheDirectory(string root, TimeSpan maxAge, IClock? clock = null)
    {
        _root = Directory.CreateDirectory(root).FullName;
        _lockPath = Path.Combine(_root, "cache.lock");
        _lock = new FileLock(_lockPath);
        _maxAge = maxAge;
        _clock = clock ?? new SystemClock();
    }

    public void Put(string key, byte[] value)
    {
        {|LOCK3005:_lock.Acquire(FileLockMode.Exclusive, TimeSpan.FromSeconds(30))|};
        string temp = Path.Combine(_root, Path.GetRandomFileName());
        File.WriteAllBytes(temp, value);
        File.Move(temp, FileOf(key), overwrite: true);
    }

    public CacheEntry? Get(string key)
    {
        var held = {|LOCK3005:_lock.Acquire(FileLockMode.Shared)|};
        string file = FileOf(key);
        if (!File.Exists(file))
        {
            return null;
        }
        var entry = new CacheEntry(key, File.GetCreationTimeUtc(file), File.ReadAllBytes(file));
        held.Dispose();
        return entry;
    }

    public async Task<CacheEntry> GetOrAddAsync(string key, Func<CancellationToken, Task<byte[]>> create, CancellationToken ct)
    {
        await using (await _lock.AcquireAsync(FileLockMode.Exclusive, cancellationToken: ct))
        {
            string file = FileOf(key);
            if (File.Exists(file) && _clock.Now - File.GetCreationTimeUtc(file) < _maxAge)
                return new CacheEntry(key, File.GetCreationTimeUtc(file), await File.ReadAllBytesAsync(file, ct));

            byte[] value = await create(ct);
            await File.WriteAllBytesAsync(file, value, ct);
            return new CacheEntry(key, _clock.Now, value);
        }
    }

    public int Trim()
    {
        if (_lock.TryAcquire() is not { } held)
            return 0;
        using (held)
        {
            int removed = 0;
            foreach (FileInfo file in Entries().Where(f => _clock.Now - f.CreationTimeUtc > _maxAge))
            {
                file.Delete();
                removed++;
            }
            return removed;
        }
    }

    public void Reset()
    {
        using (_lock.Acquire())
        {
            foreach (FileInfo file in Entries())
                file.Delete();
        }
        {|LOCK3007:File.Delete(_lockPath)|};
    }

    public FileLockHandle Pin() => _lock.Acquire(FileLockMode.Shared);

    private IEnumerable<FileInfo> Entries() => new DirectoryInfo(_root).EnumerateFiles("*.entry");

    private string FileOf(string key)
    {
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes(key));
        return Path.Combine(_root, Convert.ToHexString(hash) + ".entry");
    }
}
