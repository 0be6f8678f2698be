// Faults: Save flushes after the Unlock (3009), Import's writer closes the stream before the Unlock (3008), Update runs the callback without finally (3002).
using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;

namespace Mixed.SettingsStore;

public delegate void SettingsChanged(string key, string? oldValue, string? newValue);

public class SettingsStore : IDisposable
{
    private readonly FileStream stream;
    private readonly SortedDictionary<string, string> values = new(StringComparer.OrdinalIgnoreCase);
    public event SettingsChanged? Changed;

    public SettingsStore(string fileName)
    {
        stream = new FileStream(fileName, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
    }

    public string? this[string key] => values.TryGetValue(key, out var v) ? v : null;

    public void Load()
    {
        stream.Lock(0, long.MaxValue);
        try
        {
            stream.Position = 0;
            using var reader = new StreamReader(stream, Encoding.UTF8, false, 1024, leaveOpen: true);
            values.Clear();
            while (reader.ReadLine() is string line)
            {
                if (line.Length == 0 || line[0] == '#')
                    continue;
                int eq = line.IndexOf('=');
                if (eq > 0)
                    values[line[..eq].Trim()] = line[(eq + 1)..].Trim();
            }
        }
        finally
        {
            stream.Unlock(0, long.MaxValue);
        }
    }

    public void Save()
    {
        byte[] text = Encoding.UTF8.GetBytes(string.Join('\n', values.Select(p => $"{p.Key} = {p.Value}")));
        stream.Lock(0, long.MaxValue);
        try
        {
            stream.SetLength(0);
            stream.Write(text, 0, text.Length);
        }
        finally
        {
            {|LOCK3009:stream.Unlock(0, long.MaxValue)|};
        }
        stream.Flush(flushToDisk: true);
    }

    public void SaveSafely()
    {
        byte[] text = Encoding.UTF8.GetBytes(string.Join('\n', values.Select(p => $"{p.Key} = {p.Value}")));
        stream.Lock(0, long.MaxValue);
        try
        {
            stream.SetLength(0);
            stream.Write(text, 0, text.Length);
            stream.Flush(flushToDisk: true);
        }
        finally
        {
            stream.Unlock(0, long.MaxValue);
        }
    }

    public string? Update(string key, Func<string?, string?> change)
    {
        values.TryGetValue(key, out string? before);
        {|LOCK3002:stream.Lock(0, long.MaxValue)|};
        string? after = change(before);
        if (after is null)
            values.Remove(key);
        else
            values[key] = after;
        stream.Unlock(0, long.MaxValue);
        Changed?.Invoke(key, before, after);
        return after;
    }

    public static void Import(string target, IEnumerable<KeyValuePair<string, string>> pairs)
    {
        using var file = new FileStream(target, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
        file.Lock(0, long.MaxValue);
        file.SetLength(0);
        using (var writer = new StreamWriter(file, Encoding.UTF8))
        {
            foreach (var (k, v) in pairs)
                writer.WriteLine($"{k} = {v}");
        }
        {|LOCK3008:file.Unlock(0, long.MaxValue)|};
    }

    public void Dispose()
    {
        stream.Dispose();
        GC.SuppressFinalize(this);
    }
}
