// The writer is a field flushed elsewhere, not before the Unlock.
using System;
using System.IO;

namespace Sockets.Trace;

public sealed class TraceLog : IDisposable
{
    private readonly FileStream stream;
    private readonly StreamWriter writer;

    public TraceLog(string path)
    {
        stream = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
        writer = new StreamWriter(stream);
    }

    public void Trace(string message)
    {
        stream.Lock(0, long.MaxValue);
        try
        {
            writer.Write(DateTime.UtcNow.ToString("O"));
            writer.Write(' ');
            writer.WriteLine(message);
        }
        finally
        {
            {|LOCK3009:stream.Unlock(0, long.MaxValue)|};
        }
    }

    public void Dispose() => writer.Dispose();
}
