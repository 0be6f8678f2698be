// A stale lock file of a dead process is removed before a new one is created; the release removes the one that CreateNew made.
using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Text;

namespace ValidCode.LOCK3007;

public sealed class StalePid : IDisposable
{
    private readonly string _lockPath;
    private FileStream? _stream;

    public StalePid(string folder) => _lockPath = Path.Combine(folder, "registry.locked");

    public bool TryTake()
    {
        RemoveIfStale();
        try
        {
            _stream = new FileStream(_lockPath, FileMode.CreateNew, FileAccess.Write, FileShare.None, 64, FileOptions.DeleteOnClose);
        }
        catch (IOException)
        {
            return false;
        }

        _stream.Write(Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture)));
        _stream.Flush();
        return true;
    }

    private void RemoveIfStale()
    {
        string text;
        try
        {
            text = File.ReadAllText(_lockPath);
        }
        catch (IOException)
        {
            return;
        }

        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int owner))
            return;
        try
        {
            using var alive = Process.GetProcessById(owner);
        }
        catch (ArgumentException)
        {
            File.Delete(_lockPath);
        }
    }

    public void Dispose()
    {
        _stream?.Dispose();
        _stream = null;
    }
}
