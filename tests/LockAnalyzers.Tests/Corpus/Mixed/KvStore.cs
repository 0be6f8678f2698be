// Faults, all between the own wrapper's halves: Increment returns before Leave (3001), Snapshot may throw between them (3002), Clear enters inside its try (3003).
using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Mixed.KvStore;

public sealed class StoreMutex
{
    [DllImport("libc", EntryPoint = "flock", SetLastError = true)]
    private static extern int NativeFlock(SafeHandle fd, int op);

    private readonly SafeHandle _fd;
    private readonly object _gate = new();

    public StoreMutex(SafeHandle fd) => _fd = fd;

    public void Enter()
    {
        lock (_gate)
        {
            int rc;
            do rc = NativeFlock(_fd, 2);
            while (rc != 0 && Marshal.GetLastPInvokeError() == 4);
            if (rc != 0)
                throw new IOException("flock: " + Marshal.GetLastPInvokeError());
        }
    }

    public bool TryEnter() => NativeFlock(_fd, 2 | 4) == 0;

    public void Leave()
    {
        if (NativeFlock(_fd, 8) != 0)
            throw new IOException("flock: " + Marshal.GetLastPInvokeError());
    }
}

public partial class KvStore
{
    private readonly StoreMutex mutex;
    private readonly string file;
    private Dictionary<string, long> data = new();

    public KvStore(StoreMutex mutex, string file)
    {
        this.mutex = mutex;
        this.file = file;
    }

    public void Set(string key, long value)
    {
        mutex.Enter();
        try
        {
            Reload();
            data[key] = value;
            Persist();
        }
        finally
        {
            mutex.Leave();
        }
    }

    public bool TrySet(string key, long value)
    {
        if (!mutex.TryEnter())
            return false;
        try
        {
            Reload();
            data[key] = value;
            Persist();
            return true;
        }
        finally
        {
            mutex.Leave();
        }
    }

    public long Increment(string key, long step)
    {
        {|LOCK3001:mutex.Enter()|};
        if (step == 0)
            return data.GetValueOrDefault(key);

        try
        {
            Reload();
            long next = checked(data.GetValueOrDefault(key) + step);
            data[key] = next;
            Persist();
            return next;
        }
        finally
        {
            mutex.Leave();
        }
    }
}

public partial class KvStore
{
    public string Snapshot()
    {
        {|LOCK3002:mutex.Enter()|};
        Reload();
        string json = JsonSerializer.Serialize(data, new JsonSerializerOptions { WriteIndented = true });
        mutex.Leave();
        return json;
    }

    public int Clear()
    {
        try
        {
            {|LOCK3003:mutex.Enter()|};
            int had = data.Count;
            data.Clear();
            Persist();
            return had;
        }
        finally
        {
            mutex.Leave();
        }
    }

    private void Reload()
    {
        if (File.Exists(file))
            data = JsonSerializer.Deserialize<Dictionary<string, long>>(File.ReadAllText(file)) ?? new();
    }

    private void Persist() => File.WriteAllText(file, JsonSerializer.Serialize(data));
}
