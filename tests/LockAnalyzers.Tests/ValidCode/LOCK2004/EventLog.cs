// The whole file, whatever its length: locked and unlocked with the same constants, flushed before the unlock.
using System;
using System.Collections.Generic;
using System.IO;
using System.Text;

namespace ValidCode.LOCK2004;

public sealed class EventLog : IDisposable
{
    private readonly FileStream stream;
    private readonly StreamWriter writer;

    public EventLog(string path)
    {
        stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
        writer = new StreamWriter(stream, new UTF8Encoding(false), 4096, leaveOpen: true);
    }

    public void Append(IReadOnlyCollection<string> events)
    {
        if (events.Count == 0)
            return;

        stream.Lock(0, long.MaxValue);
        try
        {
            stream.Seek(0, SeekOrigin.End);
            foreach (string e in events)
            {
                if (string.IsNullOrWhiteSpace(e))
                    continue;
                writer.WriteLine(e);
            }

            writer.Flush();
        }
        finally
        {
            stream.Unlock(0, long.MaxValue);
        }
    }

    public bool TryAppend(string e)
    {
        try
        {
            stream.Lock(0, long.MaxValue);
        }
        catch (IOException)
        {
            return false;
        }

        try
        {
            stream.Seek(0, SeekOrigin.End);
            writer.WriteLine(e);
            writer.Flush();
            return true;
        }
        finally
        {
            stream.Unlock(0, long.MaxValue);
        }
    }

    public void Dispose()
    {
        writer.Dispose();
        stream.Dispose();
    }
}
