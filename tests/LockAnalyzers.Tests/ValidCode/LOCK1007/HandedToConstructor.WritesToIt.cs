// The constructor that it is handed to writes to it: the file is a log with a lock in its name, not a lock.
using System;
using System.IO;

namespace ValidCode.LOCK1007;

public sealed class AgentLock : IDisposable
{
    private readonly FileStream _stream;

    private AgentLock(FileStream stream) => _stream = stream;

    public void Log(byte[] line)
    {
        _stream.Write(line);
        _stream.Flush();
    }

    public static AgentLock Take(string lockPath) =>
        new AgentLock(new FileStream(lockPath, FileMode.Append, FileAccess.Write, FileShare.Read));

    public void Dispose() => _stream.Dispose();
}
