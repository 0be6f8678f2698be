// Faults: Touch only tests the handle for null (3005), ExpireAsync returns from its catch without disposing (3005); Open, Rename and Close are right.
using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using FileLocking;

namespace Mixed.SessionRegistry;

public sealed class Session
{
    public required string Id { get; init; }
    public DateTime LastSeen { get; set; } = DateTime.UtcNow;
}

public enum OpenOutcome { Opened, AlreadyOpen, UsedElsewhere }

public sealed class SessionRegistry : IAsyncDisposable
{
    private readonly string _folder;
    private readonly ConcurrentDictionary<string, FileLockHandle> _held = new();
    private readonly ConcurrentDictionary<string, Session> _sessions = new();

    public SessionRegistry(string folder) => _folder = folder;

    private FileLock LockOf(string id) => new(Path.Combine(_folder, id + ".session"));

    public OpenOutcome Open(string id)
    {
        if (_held.ContainsKey(id))
            return OpenOutcome.AlreadyOpen;

        FileLockHandle? handle = LockOf(id).TryAcquire();
        switch (handle)
        {
            case null:
                return OpenOutcome.UsedElsewhere;
            case var h when _held.TryAdd(id, h):
                _sessions[id] = new Session { Id = id };
                return OpenOutcome.Opened;
            default:
                handle.Dispose();
                return OpenOutcome.AlreadyOpen;
        }
    }

    public bool Touch(string id)
    {
        if (!_sessions.TryGetValue(id, out Session? session))
            return false;

        if ({|LOCK3005:new FileLock(Path.Combine(_folder, "registry.lock")).TryAcquire()|} is null)
            return false;

        session.LastSeen = DateTime.UtcNow;
        File.WriteAllText(Path.Combine(_folder, id + ".seen"), session.LastSeen.ToString("O"));
        return true;
    }

    public async Task<int> ExpireAsync(TimeSpan idle, CancellationToken ct)
    {
        var registry = new FileLock(Path.Combine(_folder, "registry.lock"));
        FileLockHandle held = await {|LOCK3005:registry.AcquireAsync(FileLockMode.Exclusive, TimeSpan.FromSeconds(10), ct)|};
        int expired = 0;
        try
        {
            foreach (var (id, session) in _sessions)
            {
                if (DateTime.UtcNow - session.LastSeen < idle)
                    continue;
                await CloseAsync(id);
                expired++;
            }
        }
        catch (IOException e)
        {
            Console.Error.WriteLine(e.Message);
            return -1;
        }

        await held.DisposeAsync();
        return expired;
    }

    public async Task RenameAsync(string from, string to, CancellationToken ct)
    {
        var registry = new FileLock(Path.Combine(_folder, "registry.lock"));
        await using var held = await registry.AcquireAsync(cancellationToken: ct);
        if (_sessions.TryRemove(from, out Session? session))
            _sessions[to] = new Session { Id = to, LastSeen = session.LastSeen };
    }

    public async ValueTask CloseAsync(string id)
    {
        _sessions.TryRemove(id, out _);
        if (_held.TryRemove(id, out FileLockHandle? handle))
            await handle.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (string id in _held.Keys)
            await CloseAsync(id);
    }
}
