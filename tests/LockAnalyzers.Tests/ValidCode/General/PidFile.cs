// FileShare.None held for the life of the process is the lock; the pid in the file only names the holder.
using System;
using System.IO;
using System.Text;

namespace Daemon;

/// <summary>One daemon per machine: the file is held open for the life of the process, and its content names the holder.</summary>
public sealed class PidFile : IDisposable
{
    private readonly FileStream _file;

    private PidFile(FileStream file) => _file = file;

    public static PidFile? TryTake(string path)
    {
        FileStream file;
        try
        {
            file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }

        file.SetLength(0);
        file.Write(Encoding.ASCII.GetBytes(Environment.ProcessId.ToString()));
        file.Flush(flushToDisk: true);
        return new PidFile(file);
    }

    public void Dispose() => _file.Dispose();
}
