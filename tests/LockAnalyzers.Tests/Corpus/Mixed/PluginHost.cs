// Faults: Reload's declared release is skipped by an exception (3002), Unload releases although the declared acquire may have failed (3003), Scan drops the declared acquire's disposable (3005).
using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using FileLocking;

namespace Mixed.PluginHost;

public interface IPlugin
{
    string Name { get; }
    void Start();
    void Stop();
}

public sealed class PluginFolder
{
    private readonly FileLock _lock;
    private FileLockHandle? _writer;

    public PluginFolder(string path)
    {
        Path = path;
        _lock = DirectoryLock.Create(path);
    }

    public string Path { get; }

    [AcquiresLock(FileLockMode.Exclusive)]
    public void BeginWrite()
    {
        FileLockHandle held = _lock.Acquire(FileLockMode.Exclusive, TimeSpan.FromSeconds(15));
        _writer = held;
    }

    [ReleasesLock]
    public void EndWrite()
    {
        FileLockHandle? held = Interlocked.Exchange(ref _writer, null);
        if (held is null)
            throw new InvalidOperationException("not writing");
        held.Dispose();
    }

    [AcquiresLock(FileLockMode.Shared)]
    public IDisposable Read() => _lock.Acquire(FileLockMode.Shared);
}

public class PluginHost
{
    private readonly PluginFolder folder;
    private readonly Func<string, IPlugin> load;
    private readonly Dictionary<string, IPlugin> plugins = new(StringComparer.OrdinalIgnoreCase);

    public PluginHost(PluginFolder folder, Func<string, IPlugin> load)
    {
        this.folder = folder;
        this.load = load;
    }

    public int LoadAll()
    {
        using (folder.Read())
        {
            foreach (string file in Directory.EnumerateFiles(folder.Path, "*.plugin"))
            {
                IPlugin plugin = load(file);
                plugins[plugin.Name] = plugin;
                plugin.Start();
            }
            return plugins.Count;
        }
    }

    public IReadOnlyList<string> Scan()
    {
        {|LOCK3005:folder.Read()|};
        return Directory.GetFiles(folder.Path, "*.plugin").Select(Path.GetFileNameWithoutExtension).OfType<string>().ToList();
    }

    public void Install(string file, Stream content)
    {
        folder.BeginWrite();
        try
        {
            using FileStream target = File.Create(Path.Combine(folder.Path, file));
            content.CopyTo(target);
        }
        finally
        {
            folder.EndWrite();
        }
    }

    public void Reload(string name)
    {
        {|LOCK3002:folder.BeginWrite()|};
        if (plugins.TryGetValue(name, out IPlugin? old))
            old.Stop();
        IPlugin fresh = load(Path.Combine(folder.Path, name + ".plugin"));
        plugins[name] = fresh;
        folder.EndWrite();
        fresh.Start();
    }

    public bool Unload(string name)
    {
        try
        {
            {|LOCK3003:folder.BeginWrite()|};
            if (!plugins.Remove(name, out IPlugin? plugin))
                return false;
            plugin.Stop();
            File.Delete(Path.Combine(folder.Path, name + ".plugin"));
            return true;
        }
        finally
        {
            folder.EndWrite();
        }
    }
}
